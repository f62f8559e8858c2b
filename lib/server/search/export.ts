import 'server-only';
import * as z from 'zod';
import { type Compiled, compile } from '../../../db/queries/search/compile';
import { decisionCounts } from '../../../db/queries/search/decision-counts';
import { type ExportRecord, LINE, projectionLines, recordsOf, type Slice, slicesOf, termValues } from '../../../db/queries/search/export';
import { closedWindow } from '../../../db/queries/search/open-window';
import { EXPORT_COLUMNS, type ExportColumn, type exportTrailerSchema } from '../../api/search';
import { zonesConcerned } from '../../events/console';
import { searchFilters } from '../../events/console-search';
import { csvCell } from '../../evidence/csv';
import { redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';
import { isTimeZone } from '../../url/search';
import type { Context } from '../access';
import { invalidInput, parseInput, searchSchema } from '../events/search-input';
import { readZones } from '../evidence';
import { streamed } from '../http/streamed';
import { type Deed, record } from '../record';
import { told } from '../record-reads';
import { zonesNamedBy } from '../record-zones';
import { CELLS, type CellContext, InstantWriter, needsRecord } from './export-cells';
import { ExportLine } from './export-line';
import { type Asked, asked, questionOf } from './question';

const schema = z.object({
	search: searchSchema,
	timeZone: z.string().nullable(),
	format: z.enum(['csv', 'ndjson']),
	columns: z.array(z.enum(EXPORT_COLUMNS)).min(1),
});
type Input = z.infer<typeof schema>;

/** Events a statement looks at, and of those with their records. */
const SLICE_EVENTS = 20_000;
const SLICE_RECORDS = 2_000;
const STATEMENT_MS_MAX = 60_000;

/** Rows written without letting anything else have its turn. */
const TURN_ROWS = 2_000;
const LABEL_SETS_MAX = 10_000;

type Format = ReturnType<typeof formatOf>;

/** Dictionary values by number, asked for as they come. */
class TermCells {
	readonly cells = new Map<number, string>();
	private readonly masked = new Map<number, string>();
	/** By the numbers as a line has them. */
	private readonly sets = new Map<string, string>();

	constructor(private readonly format: Format) {}

	/** Learns every number of the lines that is not known yet. */
	async learn(lines: string, ask: (termNos: readonly number[]) => Promise<ReadonlyMap<number, string>>): Promise<void> {
		const wanted = new Set<number>();
		const line = new ExportLine();
		for (let at = 0; at < lines.length; ) {
			at = line.read(lines, at);
			for (let field: number = LINE.type; field <= LINE.host; field++) {
				const no = line.no(field);
				if (no !== 0 && !this.cells.has(no)) wanted.add(no);
			}
			if (!this.sets.has(line.digits(LINE.labels))) for (const no of line.labelNos()) if (!this.cells.has(no)) wanted.add(no);
		}
		if (wanted.size === 0) return;
		for (const [no, value] of await ask([...wanted])) {
			const masked = redactText(value);
			this.cells.set(no, this.format.text(masked));
			this.masked.set(no, masked);
		}
	}

	labels(line: ExportLine): string {
		const nos = line.digits(LINE.labels);
		if (nos === '') return this.format.none;
		const known = this.sets.get(nos);
		if (known !== undefined) return known;
		const cell = this.format.texts(line.labelNos().map((no) => this.masked.get(no) ?? ''));
		if (this.sets.size >= LABEL_SETS_MAX) this.sets.clear();
		this.sets.set(nos, cell);
		return cell;
	}
}

/** How a format writes a cell and a row. */
function formatOf(format: Input['format'], columns: readonly ExportColumn[]) {
	const keys = columns.map((column, i) => `${i === 0 ? '{' : ','}${JSON.stringify(column)}:`);
	if (format === 'csv')
		return {
			head: `${columns.map(csvCell).join(',')}\r\n`,
			/** What stands before each cell, and behind the last. */
			before: columns.map((_, i) => (i === 0 ? '' : ',')),
			end: '\r\n',
			text: csvCell,
			plain: (value: string) => value,
			number: (digits: string) => digits,
			texts: (values: readonly string[]) => csvCell(values.join(' ')),
			json: csvCell,
			none: '',
			trailer: (rows: number) => `# rows: ${rows}\r\n`,
			type: 'text/csv; charset=utf-8; header=present',
		};
	return {
		head: '',
		before: keys,
		end: '}\n',
		text: (value: string) => JSON.stringify(value),
		plain: (value: string) => `"${value}"`,
		number: (digits: string) => digits,
		texts: (values: readonly string[]) => JSON.stringify(values),
		json: (text: string) => text.replaceAll('\n', ' '),
		none: 'null',
		trailer: (_: number, whole: object) => `${JSON.stringify({ trailer: whole })}\n`,
		type: 'application/x-ndjson; charset=utf-8',
	};
}

/** A slice's rows, with their records where a column needs them. */
interface SliceRows {
	/** As `projectionLines` gives them. */
	readonly lines: string;
	readonly records: readonly (ExportRecord | null)[];
}

async function* exported(
	question: Asked,
	compiled: Compiled,
	slices: readonly Slice[],
	input: Input,
	signal: AbortSignal | undefined,
): AsyncGenerator<string> {
	const format = formatOf(input.format, input.columns);
	const withRecords = needsRecord(input.columns);
	const terms = new TermCells(format);
	const context: CellContext<string> = {
		...format,
		instants: new InstantWriter(input.timeZone ?? 'UTC'),
		zones: new Map(question.zones.map((zone) => [zone.zoneNo, format.text(zone.zoneId)])),
		terms: terms.cells,
		labels: (line) => terms.labels(line),
	};
	const readSlice = async (slice: Slice | undefined): Promise<SliceRows> => {
		if (slice === undefined) return { lines: '', records: [] };
		return readZones(
			question.zones,
			async (reader) => {
				const records = withRecords ? await recordsOf(reader, compiled, slice) : [];
				const lines = withRecords ? records.map(({ line }) => line).join('\n') : await projectionLines(reader, compiled, slice);
				await terms.learn(lines, (termNos) => termValues(reader, termNos));
				return { lines, records };
			},
			'made',
			{ statementMsMax: STATEMENT_MS_MAX, signal },
		);
	};
	yield format.head;
	const writers = input.columns.map((column) => CELLS[column]);
	const line = new ExportLine();
	const parts = [...format.before.flatMap((text) => [text, '']), format.end];
	let rows = 0;
	let next = readSlice(slices[0]);
	for (let i = 0; i < slices.length; i++) {
		const { lines, records } = await next;
		// the next slice is read while this one is written; its failure is told when it is awaited
		next = readSlice(slices[i + 1]);
		next.catch(() => {});
		for (let at = 0, row = 0; at < lines.length; ) {
			// the question of the next slice leaves in the meantime, and others are answered
			await new Promise(setImmediate);
			const texts: string[] = [];
			for (; texts.length < TURN_ROWS && at < lines.length; row++) {
				at = line.read(lines, at);
				const event = records[row] ?? null;
				for (let cell = 0; cell < writers.length; cell++) parts[2 * cell + 1] = writers[cell]?.(line, event, context) ?? '';
				texts.push(parts.join(''));
			}
			rows += texts.length;
			yield texts.join('');
		}
	}
	const { zones, window } = question;
	const whole: z.infer<typeof exportTrailerSchema>['trailer'] = {
		rows,
		complete: true,
		zones: zones.map((zone) => zone.zoneId),
		from: window.from === null ? null : formatMicros(window.from),
		to: window.to === null ? null : formatMicros(window.to),
		query: redactText(input.search.q),
	};
	yield format.trailer(rows, whole);
}

/**
 * Every matching event as a file, newest first, read in slices as fast as it is taken. Recorded before the first line leaves.
 * @throws AppError invalid_input, forbidden, unavailable
 */
export async function exportEvents({ ctx, input, signal }: { ctx: Context; input: unknown; signal?: AbortSignal }): Promise<Response> {
	const given = parseInput(schema, input);
	if (given.timeZone !== null && !isTimeZone(given.timeZone)) throw invalidInput('The parameter tz');
	ctx.require('evidence.export');
	const question = await asked(ctx, given.search);
	const { compiled, slices, total } = await readZones(
		question.zones,
		async (reader) => {
			const compiled = await compile(reader, await questionOf(reader, question));
			const isFew = compiled.requestKey !== null || compiled.eventId !== null;
			const closed = isFew ? await closedWindow(reader, compiled) : null;
			const slices = isFew
				? closed === null
					? []
					: [closed]
				: await slicesOf(reader, compiled, needsRecord(given.columns) ? SLICE_RECORDS : SLICE_EVENTS);
			const counts = compiled.all.length === 0 && !compiled.isEmpty ? await decisionCounts(reader, compiled, null) : null;
			return { compiled, slices, total: counts === null ? null : counts.counts.reduce((sum, count) => sum + count.events, 0) };
		},
		'made',
		{ signal },
	);
	const filters = { ...told(searchFilters(given.search)), columns: given.columns.join(',') };
	const shown = question.zones.map((zone) => zone.zoneId);
	const deed = (zoneId: string): Deed => ({
		action: 'console.export',
		zoneId,
		details: { filters, zones: given.search.zones, format: given.format },
	});
	await record(ctx, zonesConcerned(await zonesNamedBy(ctx, given.search), shown).map(deed));
	const format = formatOf(given.format, given.columns);
	return new Response(streamed(exported(question, compiled, slices, given, signal), ctx.requestId), {
		headers: {
			'content-type': format.type,
			'content-disposition': `attachment; filename="events.${given.format}"`,
			...(total === null ? {} : { 'x-total-rows': String(total) }),
		},
	});
}

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

/** Dictionary values by number, asked for as they come; of labels under `#number`, as plain text. */
class TermCells {
	readonly cells = new Map<string, string>();

	constructor(private readonly write: (value: string) => string) {}

	/** Learns every number of the lines that is not known yet. */
	async learn(
		lines: readonly (readonly string[])[],
		ask: (termNos: readonly number[]) => Promise<ReadonlyMap<number, string>>,
	): Promise<void> {
		const wanted = new Set<string>();
		for (const line of lines) {
			for (let at: number = LINE.type; at <= LINE.host; at++) {
				const no = line[at] ?? '';
				if (no !== '' && !this.cells.has(no)) wanted.add(no);
			}
			const labels = line[LINE.labels] ?? '';
			if (labels !== '') for (const no of labels.split(' ')) if (!this.cells.has(no)) wanted.add(no);
		}
		if (wanted.size === 0) return;
		for (const [no, value] of await ask([...wanted].map(Number))) {
			const masked = redactText(value);
			this.cells.set(String(no), this.write(masked));
			this.cells.set(`#${no}`, masked);
		}
	}
}

/** How a format writes a cell and a row. */
function formatOf(format: Input['format'], columns: readonly ExportColumn[]) {
	const keys = columns.map((column) => JSON.stringify(column));
	if (format === 'csv')
		return {
			head: `${columns.map(csvCell).join(',')}\r\n`,
			row: (cells: readonly string[]) => `${cells.join(',')}\r\n`,
			text: csvCell,
			number: (digits: string) => digits,
			texts: (values: readonly string[]) => csvCell(values.join(' ')),
			json: csvCell,
			none: '',
			trailer: (rows: number) => `# rows: ${rows}\r\n`,
			type: 'text/csv; charset=utf-8; header=present',
		};
	return {
		head: '',
		row: (cells: readonly string[]) => `{${cells.map((cell, i) => `${keys[i]}:${cell}`).join(',')}}\n`,
		text: (value: string) => JSON.stringify(value),
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
	readonly lines: readonly (readonly string[])[];
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
	const terms = new TermCells(format.text);
	const context: CellContext<string> = {
		...format,
		instants: new InstantWriter(input.timeZone ?? 'UTC'),
		zones: new Map(question.zones.map((zone) => [String(zone.zoneNo), format.text(zone.zoneId)])),
		terms: terms.cells,
	};
	const readSlice = async (slice: Slice | undefined): Promise<SliceRows> => {
		if (slice === undefined) return { lines: [], records: [] };
		return readZones(
			question.zones,
			async (reader) => {
				const records = withRecords ? await recordsOf(reader, compiled, slice) : [];
				const texts = withRecords ? records.map(({ line }) => line) : await projectionLines(reader, compiled, slice);
				const lines = texts.map((text) => text.split(','));
				await terms.learn(lines, (termNos) => termValues(reader, termNos));
				return { lines, records };
			},
			'made',
			{ statementMsMax: STATEMENT_MS_MAX, signal },
		);
	};
	yield format.head;
	const writers = input.columns.map((column) => CELLS[column]);
	let rows = 0;
	let next = readSlice(slices[0]);
	for (let i = 0; i < slices.length; i++) {
		const { lines, records } = await next;
		// the next slice is read while this one is written; its failure is told when it is awaited
		next = readSlice(slices[i + 1]);
		next.catch(() => {});
		rows += lines.length;
		let text = '';
		for (const [at, line] of lines.entries()) {
			const event = records[at] ?? null;
			text += format.row(writers.map((write) => write(line, event, context)));
		}
		if (text !== '') yield text;
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

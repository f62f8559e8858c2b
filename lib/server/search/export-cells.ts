import 'server-only';
import { type ExportRecord, LINE } from '../../../db/queries/search/export';
import type { ExportColumn } from '../../api/search';
import { describeEvent } from '../../events/describe';
import { parsed } from '../../events/read-json';
import { redactJsonOr, redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';
import { clockParts } from '../../time-words';
import type { ExportLine } from './export-line';

/** Columns that only the record holds. */
const RECORD_COLUMNS: ReadonlySet<ExportColumn> = new Set([
	...([
		'id',
		'request',
		'status',
		'policy',
		'ingested',
		'what',
		'determining-policies',
		'diagnostics',
		'metadata',
		'content-sha256',
	] as const),
]);

export function needsRecord(columns: readonly ExportColumn[]): boolean {
	return columns.some((column) => RECORD_COLUMNS.has(column));
}

const MICROS_PER_SECOND = 1_000_000;
const OFFSET_SECONDS = 900;

/** Writes instants as RFC 3339 in one time zone, with microseconds. Fast: what neighbouring events share is made once. */
export class InstantWriter {
	private second = Number.NaN;
	private prefix = '';
	private quarter = Number.NaN;
	private offsetSeconds = 0;
	private suffix = 'Z';

	constructor(private readonly timeZone: string) {}

	/** @param micros decimal digits of microseconds since 1970 */
	write(micros: string): string {
		const isPlain = micros.length > 6 && micros.length < 17 && micros[0] !== '-';
		const second = isPlain ? Number(micros.slice(0, -6)) : Math.floor(Number(micros) / MICROS_PER_SECOND);
		if (!isPlain && !Number.isSafeInteger(Number(micros))) return formatMicros(BigInt(micros));
		if (second !== this.second) this.turn(second);
		const fraction = isPlain ? micros.slice(-6) : String(Number(micros) - second * MICROS_PER_SECOND).padStart(6, '0');
		return `${this.prefix}.${fraction}${this.suffix}`;
	}

	private turn(second: number): void {
		this.second = second;
		if (this.timeZone !== 'UTC') {
			const quarter = Math.floor(second / OFFSET_SECONDS);
			// no zone has changed its offset but at a quarter of an hour
			if (quarter !== this.quarter) {
				this.quarter = quarter;
				const start = quarter * OFFSET_SECONDS;
				const { date, clock } = clockParts(formatMicros(BigInt(start) * 1_000_000n), this.timeZone);
				const local = Date.parse(`${date}T${clock.slice(0, 8)}Z`) / 1000;
				this.offsetSeconds = Number.isNaN(local) ? 0 : local - start;
				const minutes = Math.round(Math.abs(this.offsetSeconds) / 60);
				const two = (n: number) => String(n).padStart(2, '0');
				this.suffix = `${this.offsetSeconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
			}
		}
		this.prefix = formatMicros(BigInt(second + this.offsetSeconds) * 1_000_000n).slice(0, -8);
	}
}

/** What every cell is made with: zones and dictionary values by number, already masked and as the format writes them. */
export interface CellContext<Cell> {
	readonly instants: InstantWriter;
	readonly zones: ReadonlyMap<number, Cell>;
	readonly terms: ReadonlyMap<number, Cell>;
	/** The labels of a line. */
	readonly labels: (line: ExportLine) => Cell;
	readonly text: (value: string) => Cell;
	/** A text of digits and letters. */
	readonly plain: (value: string) => Cell;
	readonly number: (digits: string) => Cell;
	readonly json: (text: string) => Cell;
	readonly none: Cell;
}

type Writer = <Cell>(line: ExportLine, record: ExportRecord | null, context: CellContext<Cell>) => Cell;

const term =
	(at: number): Writer =>
	(line, _, { terms, none }) =>
		terms.get(line.no(at)) ?? none;
const own =
	(value: (record: ExportRecord) => string): Writer =>
	(_, record, { text, none }) => {
		const found = record === null ? '' : value(record);
		return found === '' ? none : text(redactText(found));
	};
const document =
	(value: (record: ExportRecord) => string | null): Writer =>
	(_, record, { json, none }) => {
		const found = record === null ? null : redactJsonOr(value(record));
		return found === null ? none : json(found);
	};

function sentence(record: ExportRecord): string {
	const segments = describeEvent({
		...record,
		occurredAt: BigInt(record.line.slice(0, record.line.indexOf(','))),
		metadata: parsed(redactJsonOr(record.metadata) ?? 'null'),
		diagnostics: parsed(redactJsonOr(record.diagnostics) ?? 'null'),
		determiningPolicies: parsed(redactJsonOr(record.determiningPolicies) ?? 'null'),
	});
	return segments.map((segment) => segment.text).join('');
}

/** How each column is made of a line of numbers and, where it needs one, a record. */
export const CELLS: Readonly<Record<ExportColumn, Writer>> = {
	time: (line, _, { instants, plain }) => plain(instants.write(line.digits(LINE.micros))),
	zone: (line, _, { zones, none }) => zones.get(line.no(LINE.zone)) ?? none,
	seq: (line, _, { number }) => number(line.digits(LINE.seq)),
	type: term(LINE.type),
	decision: term(LINE.decision),
	app: term(LINE.app),
	resource: term(LINE.resource),
	reason: term(LINE.reason),
	'policy-version': term(LINE['policy-version']),
	host: term(LINE.host),
	latency: (line, _, { number, none }) => {
		const digits = line.digits(LINE.latency);
		return digits === '' ? none : number(digits);
	},
	labels: (line, _, { labels }) => labels(line),
	id: own((record) => record.id),
	request: own((record) => record.requestId),
	status: own((record) => record.evaluationStatus),
	policy: own((record) => record.policySetId),
	ingested: (_, record, { instants, text, none }) => (record === null ? none : text(instants.write(String(record.ingestedAt)))),
	what: own(sentence),
	'determining-policies': document((record) => record.determiningPolicies),
	diagnostics: document((record) => record.diagnostics),
	metadata: document((record) => record.metadata),
	'content-sha256': own((record) => record.contentSha256),
};

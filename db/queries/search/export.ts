import { type SQL, sql } from 'drizzle-orm';
import { epochMicros, instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';
import type { Compiled } from './compile';
import { closedWindow } from './open-window';
import { matchingRows } from './rows';

/** A part of the window; `from` inclusive, `to` exclusive. */
export interface Slice {
	readonly from: bigint;
	readonly to: bigint;
}

const MICROS_PER_MINUTE = 60_000_000n;

/**
 * The window in slices of about so many events, whether they match or not, newest first: each is then read by a statement of
 * bounded length. Minutes with more are cut evenly.
 */
export async function slicesOf(reader: Reader, compiled: Compiled, eventsMax: number): Promise<Slice[]> {
	if (compiled.isEmpty) return [];
	const window = await closedWindow(reader, compiled);
	if (window === null) return [];
	const minutes = await rowsOf<{ minute: string; events: string }>(
		reader,
		sql`select ${epochMicros(sql`minute`)} as minute, sum(events)::text as events from rollup_minute
			where zone_no = any(${integers(compiled.zoneNos)}) and minute > ${instantOfMicros(window.from - MICROS_PER_MINUTE)} and minute < ${instantOfMicros(window.to)}
			group by rollup_minute.minute order by rollup_minute.minute desc`,
	);
	const slices: Slice[] = [];
	let [end, held] = [window.to, 0];
	const cut = (at: bigint) => {
		const from = at < window.from ? window.from : at;
		if (from < end) slices.push({ from, to: end });
		[end, held] = [from, 0];
	};
	for (const row of minutes) {
		const [minute, events] = [BigInt(row.minute), Number(row.events)];
		if (held > 0 && held + events > eventsMax) cut(minute + MICROS_PER_MINUTE);
		held += events;
		const parts = BigInt(Math.ceil(events / eventsMax));
		for (let part = parts - 1n; part > 0n; part--) cut(minute + (MICROS_PER_MINUTE * part) / parts);
	}
	if (held > 0) cut(window.from);
	return slices;
}

const ORDER = sql.raw('s.occurred_at desc, s.zone_no desc, s.chain_seq desc');
const NUMBERS = [
	...['zone_no', 'chain_seq', 'event_type_no', 'decision_no', 'application_no', 'resource_no', 'reason_no', 'policy_version_no', 'host_no'],
	'latency_ms',
];

const LINE_OF: SQL = sql`array_to_string(array[(extract(epoch from s.occurred_at) * 1000000)::bigint, ${sql.join(
	NUMBERS.map((name) => sql`s.${sql.raw(name)}`),
	sql`, `,
)}], ',', '') || ',' || coalesce(array_to_string(s.label_nos, ' '), '')`;

/** Position of each number in a line of projectionLines. */
export const LINE = {
	micros: 0,
	zone: 1,
	seq: 2,
	type: 3,
	decision: 4,
	app: 5,
	resource: 6,
	reason: 7,
	'policy-version': 8,
	host: 9,
	latency: 10,
	labels: 11,
} as const;

/**
 * The matching events of a slice, newest first, as lines of numbers with commas between (see LINE; labels have blanks between), no
 * line end behind the last. One text from Postgres instead of a row each: reading rows is what would cost most.
 */
export async function projectionLines(reader: Reader, compiled: Compiled, slice: Slice): Promise<string> {
	const [row] = await rowsOf<{ lines: string | null }>(
		reader,
		sql`select string_agg(${LINE_OF}, e'\n' order by ${ORDER}) as lines
			from (${matchingRows({ ...compiled, from: slice.from, to: slice.to })}) s`,
	);
	return row?.lines ?? '';
}

/** The values behind numbers of the dictionary. */
export async function termValues(reader: Reader, termNos: readonly number[]): Promise<ReadonlyMap<number, string>> {
	if (termNos.length === 0) return new Map();
	const rows = await rowsOf<{ term_no: number; value: string }>(
		reader,
		sql`select term_no, value from search_terms where term_no = any(${integers(termNos)})`,
	);
	return new Map(rows.map((row) => [row.term_no, row.value]));
}

/** What only the record holds; JSON not masked yet. */
export interface ExportRecord {
	readonly line: string;
	readonly id: string;
	readonly eventType: string;
	readonly decision: string;
	readonly requestId: string;
	readonly evaluationStatus: string;
	readonly policySetId: string;
	readonly policySetVersionId: string;
	readonly ingestedAt: bigint;
	readonly determiningPolicies: string | null;
	readonly diagnostics: string | null;
	readonly metadata: string | null;
	readonly contentSha256: string;
}

interface RawRecord extends Record<string, unknown> {
	line: string;
	id: string;
	event_type: string;
	decision: string;
	request_id: string;
	evaluation_status: string;
	policy_set_id: string;
	policy_set_version_id: string;
	ingested_at: string;
	determining_policies: string | null;
	diagnostics: string | null;
	metadata: string | null;
	content_sha256: string;
}

/** The matching events of a slice with their records, newest first; `line` as projectionLines gives it. */
export async function recordsOf(reader: Reader, compiled: Compiled, slice: Slice): Promise<ExportRecord[]> {
	const rows = await rowsOf<RawRecord>(
		reader,
		sql`select ${LINE_OF} as line, e.id, e.event_type, e.decision, e.request_id, e.evaluation_status, e.policy_set_id,
				e.policy_set_version_id, ${epochMicros(sql`e.ingested_at`)} as ingested_at, e.determining_policies_json as determining_policies,
				e.diagnostics_json as diagnostics, e.metadata_json as metadata, encode(e.content_sha256, 'hex') as content_sha256
			from (${matchingRows({ ...compiled, from: slice.from, to: slice.to })}) s
			cross join lateral (select * from ledger_events e where e.zone_no = s.zone_no and e.chain_seq = s.chain_seq and e.occurred_at = s.occurred_at offset 0) e
			order by ${ORDER}`,
	);
	return rows.map((row) => ({
		line: row.line,
		id: row.id,
		eventType: row.event_type,
		decision: row.decision,
		requestId: row.request_id,
		evaluationStatus: row.evaluation_status,
		policySetId: row.policy_set_id,
		policySetVersionId: row.policy_set_version_id,
		ingestedAt: BigInt(row.ingested_at),
		determiningPolicies: row.determining_policies,
		diagnostics: row.diagnostics,
		metadata: row.metadata,
		contentSha256: row.content_sha256,
	}));
}

import { type SQL, sql } from 'drizzle-orm';
import { epochMicros, instantOfMicros } from '../epoch';
import { type AuditFilter, chainConditions, ledgerConditions, projectionConditions } from './audit-filter';
import { allOf, windowConditions } from './event-filter';
import { type Reader, rowsOf } from './reader';

/** One event whole, without its hashes. JSON columns in jsonb's text form: no number is rounded. */
export interface AuditRow {
	readonly seq: number;
	readonly id: string;
	readonly occurredAt: bigint;
	readonly ingestedAt: bigint;
	readonly eventType: string;
	readonly requestId: string;
	readonly decision: string;
	readonly policySetId: string;
	readonly policySetVersionId: string;
	readonly manifestSha: string;
	readonly evaluationStatus: string;
	readonly determiningPoliciesText: string | null;
	readonly diagnosticsText: string | null;
	readonly metadataText: string | null;
}

/** `newest`: by time, newest first. `oldest`: by time. `chain`: by place. */
export type AuditOrder = 'newest' | 'oldest' | 'chain';
/** The last event of the page before; by place only `seq` counts. */
export interface AuditPlace {
	readonly at: bigint;
	readonly seq: number;
}

export interface AuditPage {
	readonly rows: readonly AuditRow[];
	/** Whether matching events lie beyond the page. */
	readonly more: boolean;
}

/** A page ends early above this many bytes of text, after one row at least: events may have megabytes. */
const PAGE_BYTES_MAX = 8 * 1024 * 1024;

function orderOf(order: AuditOrder, alias: string): SQL {
	if (order === 'chain') return sql.raw(`${alias}.chain_seq`);
	const way = order === 'newest' ? 'desc' : 'asc';
	return sql.raw(`${alias}.occurred_at ${way}, ${alias}.chain_seq ${way}`);
}

function beyond(order: AuditOrder, after: AuditPlace | null): SQL[] {
	if (after === null) return [];
	if (order === 'chain') return [sql`e.chain_seq > ${after.seq}::bigint`];
	const at = instantOfMicros(after.at);
	const [bound, operator] = order === 'newest' ? [sql.raw('<='), sql.raw('<')] : [sql.raw('>='), sql.raw('>')];
	// the first comparison bounds the index scan, the second breaks ties within its microsecond
	return [sql`s.occurred_at ${bound} ${at}`, sql`(s.occurred_at, s.chain_seq) ${operator} (${at}, ${after.seq}::bigint)`];
}

/** The places of the page: a walk along the chain, or the projection by time with one probe of the ledger per row where it must. */
function places(filter: AuditFilter, order: AuditOrder, after: AuditPlace | null, rowsMax: number): SQL {
	if (order === 'chain')
		return sql`select e.zone_no, e.chain_seq, e.occurred_at from ledger_events e
			where ${allOf([...chainConditions(filter), ...beyond(order, after)])} order by e.chain_seq limit ${rowsMax}`;
	const probed = ledgerConditions(filter);
	const probe =
		probed.length === 0
			? sql``
			: sql`cross join lateral (select from ledger_events e where e.zone_no = s.zone_no and e.chain_seq = s.chain_seq
					and e.occurred_at = s.occurred_at and ${allOf(probed)} offset 0) e`;
	const found = sql`select s.zone_no, s.chain_seq, s.occurred_at from search_events s ${probe}
		where ${allOf([...projectionConditions(filter), ...beyond(order, after)])}`;
	// a request ID has an index of its own; the planner would rather walk the window in order, hoping to meet its rows soon
	const fenced = filter.requestId === null ? found : sql`select * from (${found} offset 0) s`;
	return sql`${fenced} order by ${orderOf(order, 's')} limit ${rowsMax}`;
}

/** Bytes of an event's texts, read from their headers. */
const BYTES = sql.raw(
	[
		...['id', 'event_type', 'request_id', 'decision', 'policy_set_id', 'policy_set_version_id', 'manifest_sha', 'evaluation_status'],
		...['determining_policies_json', 'diagnostics_json', 'metadata_json'],
	]
		.map((name) => `coalesce(octet_length(e.${name}), 0)`)
		.join(' + '),
);

interface RawRow extends Record<string, unknown> {
	found: number;
	seq: string;
	id: string;
	occurred_at: string;
	ingested_at: string;
	event_type: string;
	request_id: string;
	decision: string;
	policy_set_id: string;
	policy_set_version_id: string;
	manifest_sha: string;
	evaluation_status: string;
	determining_policies: string | null;
	diagnostics: string | null;
	metadata: string | null;
}

function auditRow(row: RawRow): AuditRow {
	return {
		seq: Number(row.seq),
		id: row.id,
		occurredAt: BigInt(row.occurred_at),
		ingestedAt: BigInt(row.ingested_at),
		eventType: row.event_type,
		requestId: row.request_id,
		decision: row.decision,
		policySetId: row.policy_set_id,
		policySetVersionId: row.policy_set_version_id,
		manifestSha: row.manifest_sha,
		evaluationStatus: row.evaluation_status,
		determiningPoliciesText: row.determining_policies,
		diagnosticsText: row.diagnostics,
		metadataText: row.metadata,
	};
}

/**
 * One page of a zone's events, whole. Keyset only: rows that arrive meanwhile shift nothing.
 * @param after the last event of the page before, null for the first page
 * @param rowsMax most rows of the page; it has fewer when they are large
 */
export async function auditPage(
	reader: Reader,
	filter: AuditFilter,
	order: AuditOrder,
	after: AuditPlace | null,
	rowsMax: number,
): Promise<AuditPage> {
	const rows = await rowsOf<RawRow>(
		reader,
		sql`with place as materialized (${places(filter, order, after, rowsMax + 1)}),
			weighed as materialized (
				select p.*, ${BYTES} as bytes
				from place p join ledger_events e on e.zone_no = p.zone_no and e.chain_seq = p.chain_seq and e.occurred_at = p.occurred_at
				where ${allOf(windowConditions(filter, 'e'))}
			),
			kept as materialized (
				select zone_no, chain_seq, occurred_at from (
					select w.*, sum(w.bytes) over (order by ${orderOf(order, 'w')}) - w.bytes as before from weighed w
				) w where w.before < ${PAGE_BYTES_MAX}::bigint
			)
			select (select count(*) from place)::integer as found, e.chain_seq::text as seq, e.id,
				${epochMicros(sql`e.occurred_at`)} as occurred_at, ${epochMicros(sql`e.ingested_at`)} as ingested_at, e.event_type, e.request_id,
				e.decision, e.policy_set_id, e.policy_set_version_id, e.manifest_sha, e.evaluation_status,
				e.determining_policies_json as determining_policies, e.diagnostics_json as diagnostics, e.metadata_json as metadata
			from kept k join ledger_events e on e.zone_no = k.zone_no and e.chain_seq = k.chain_seq and e.occurred_at = k.occurred_at
			where ${allOf(windowConditions(filter, 'e'))}
			order by ${orderOf(order, 'e')} limit ${rowsMax}`,
	);
	return { rows: rows.map(auditRow), more: (rows[0]?.found ?? 0) > rows.length };
}

/** How many events a request has in a zone, whether any is a deny, and the decision of its last one; null when there is none. */
export async function requestOutcome(
	reader: Reader,
	filter: AuditFilter,
): Promise<{ readonly events: number; readonly denied: boolean; readonly last: string } | null> {
	const [row] = await rowsOf<{ events: number; denied: boolean | null; last: string | null }>(
		reader,
		sql`select count(*)::integer as events, bool_or(decision = 'deny') as denied, (array_agg(decision order by occurred_at desc, chain_seq desc))[1] as last
			from (select e.decision, s.occurred_at, s.chain_seq from search_events s join ledger_events e using (zone_no, chain_seq, occurred_at)
				where ${allOf([...projectionConditions(filter), ...ledgerConditions(filter)])} offset 0) found`,
	);
	return row === undefined || row.events === 0 ? null : { events: row.events, denied: row.denied === true, last: row.last ?? '' };
}

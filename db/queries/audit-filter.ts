import { type SQL, sql } from 'drizzle-orm';
import { TERM_FIELD_NO, termOf } from '../../lib/events/terms';
import { instantOfMicros } from '../epoch';
import { type EventFilter, searchConditions, type TermFilter, zoneConditions } from './event-filter';
import { texts } from './reader';

/** Which events of one zone a page in Caracal's shape is about. Null: any. */
export interface AuditFilter {
	readonly zoneNo: number;
	/** Microseconds, inclusive; null leaves the start open. */
	readonly from: bigint | null;
	/** Microseconds, exclusive; null leaves the end open. */
	readonly to: bigint | null;
	/** `''` stands for events without one. */
	readonly decision: string | null;
	readonly types: readonly string[];
	readonly requestId: string | null;
	readonly applicationId: string | null;
	/** The governed session. */
	readonly agentSessionId: string | null;
	readonly authorityRecordId: string | null;
	readonly label: string | null;
}

/** Whether the metadata mentions the text at all: JSON has one form for a string here, and looking for it is cheaper than parsing. */
function mentions(value: string): SQL {
	return sql`strpos(e.metadata_json, ${JSON.stringify(value)}) > 0`;
}

function holdsText(key: string, value: string): SQL {
	return sql`(${mentions(value)} and e.metadata_json::jsonb ->> ${key} = ${value})`;
}

/** Conditions on a row `e` of the ledger that the projection does not hold, or holds only a hash of. */
export function ledgerConditions(filter: AuditFilter): SQL[] {
	const conditions: SQL[] = [];
	if (filter.requestId !== null) conditions.push(sql`e.request_id = ${filter.requestId}`);
	if (filter.agentSessionId !== null) conditions.push(holdsText('agent_session_id', filter.agentSessionId));
	if (filter.authorityRecordId !== null) conditions.push(holdsText('session_id', filter.authorityRecordId));
	if (filter.label !== null) {
		const labels = sql`(e.metadata_json::jsonb -> 'agent_labels')`;
		conditions.push(sql`(${mentions(filter.label)} and jsonb_typeof(${labels}) = 'array' and ${labels} ? ${filter.label})`);
	}
	return conditions;
}

function asEventFilter(filter: AuditFilter): EventFilter {
	const only = (values: readonly string[]): TermFilter => ({ only: values, not: [] });
	return {
		zoneNos: [filter.zoneNo],
		from: filter.from,
		to: filter.to,
		decisions: only(filter.decision === null ? [] : [filter.decision]),
		types: only(filter.types),
		requestId: filter.requestId,
		eventId: null,
	};
}

/** Conditions on a row `s` of search_events. One that no event of the zone can fulfil is known before any row is read. */
export function projectionConditions(filter: AuditFilter): SQL[] {
	const zoneNo = sql`${filter.zoneNo}::integer`;
	const conditions = [
		sql`s.zone_no = ${zoneNo}`,
		...searchConditions(asEventFilter(filter)),
		...zoneConditions(asEventFilter(filter), zoneNo),
	];
	if (filter.applicationId !== null) {
		const term = sql`select term_no from search_terms where zone_no = ${zoneNo} and field = ${TERM_FIELD_NO.application}::smallint
			and value = ${termOf(filter.applicationId)}`;
		conditions.push(sql`s.application_no = (${term})`, sql`exists (${term})`);
	}
	return conditions;
}

/** The same on a row `e` of the ledger alone, for walking a chain. `s` joins the projection only for what it alone knows. */
export function chainConditions(filter: AuditFilter): SQL[] {
	const conditions = [sql`e.zone_no = ${filter.zoneNo}::integer`, ...ledgerConditions(filter)];
	if (filter.from !== null) conditions.push(sql`e.occurred_at >= ${instantOfMicros(filter.from)}`);
	if (filter.to !== null) conditions.push(sql`e.occurred_at < ${instantOfMicros(filter.to)}`);
	if (filter.decision !== null) conditions.push(sql`e.decision = ${filter.decision}`);
	if (filter.types.length > 0) conditions.push(sql`e.event_type = any(${texts(filter.types)})`);
	if (filter.applicationId !== null)
		conditions.push(
			sql`exists (select from search_events s where s.zone_no = e.zone_no and s.occurred_at = e.occurred_at and s.chain_seq = e.chain_seq
				and s.application_no = (select term_no from search_terms where zone_no = ${filter.zoneNo}::integer
					and field = ${TERM_FIELD_NO.application}::smallint and value = ${termOf(filter.applicationId)}))`,
		);
	return conditions;
}

import { type SQL, sql } from 'drizzle-orm';
import type { AuditEvent } from '../../../lib/events/contract';
import type { Span } from '../../../lib/tail/position';
import { type EventListRow, LIST_COLUMNS, listRowOf, type RawListRow } from '../event-rows';
import { integers, type Reader, rowsOf } from '../reader';
import type { Compiled } from '../search/compile';
import { rowsOfGroups } from '../search/rows';
import { bigints } from './commits';

/** Stored text read at once; a larger event comes alone. */
const READ_BYTES_MAX = 4 * 1024 * 1024;

/** An event as the tail shows it. */
export interface TailRow {
	readonly row: EventListRow;
	/** When Redis took the entry: milliseconds since 1970. */
	readonly entryMs: number;
	/** The record whole, where it was asked for. */
	readonly whole: AuditEvent | null;
	/** About what it takes in memory. */
	readonly bytes: number;
}

export interface TailRead {
	/** By zone number and place. */
	readonly rows: readonly TailRow[];
	/** False: the rows were too large to be read at once; behind the last one there are more. */
	readonly isWhole: boolean;
}

interface RawTailRow extends RawListRow {
	entry_ms: string;
	octets: number;
	total: string;
	whole_type: string | null;
	whole_request: string | null;
	whole_decision: string | null;
	whole_set: string | null;
	whole_version: string | null;
	whole_status: string | null;
	manifest_sha: string | null;
	whole_policies: string | null;
	whole_diagnostics: string | null;
	whole_metadata: string | null;
}

const OCTETS = sql`(1000 + octet_length(e.event_type) + octet_length(e.request_id) + coalesce(octet_length(e.determining_policies_json), 0)
	+ coalesce(octet_length(e.diagnostics_json), 0) + coalesce(octet_length(e.metadata_json), 0))`;

const WHOLE_COLUMNS = sql`, e.event_type as whole_type, e.request_id as whole_request, e.decision as whole_decision,
	e.policy_set_id as whole_set, e.policy_set_version_id as whole_version, e.evaluation_status as whole_status, e.manifest_sha,
	e.determining_policies_json as whole_policies, e.diagnostics_json as whole_diagnostics, e.metadata_json as whole_metadata`;

function groups(spans: readonly Span[]): SQL {
	return sql`select * from unnest(${integers(spans.map((span) => span.zoneNo))}, ${bigints(spans.map((span) => span.firstSeq))},
		${bigints(spans.map((span) => span.lastSeq))}) as g(zone_no, first_seq, last_seq)`;
}

function wholeOf(raw: RawTailRow, row: EventListRow): AuditEvent | null {
	if (raw.whole_type === null || raw.whole_type === undefined) return null;
	return {
		id: row.id,
		zoneId: row.zoneId,
		eventType: raw.whole_type,
		requestId: raw.whole_request ?? '',
		decision: raw.whole_decision ?? '',
		policySetId: raw.whole_set ?? '',
		policySetVersionId: raw.whole_version ?? '',
		manifestSha: raw.manifest_sha ?? '',
		evaluationStatus: raw.whole_status ?? '',
		determiningPoliciesText: raw.whole_policies,
		diagnosticsText: raw.whole_diagnostics,
		metadataText: raw.whole_metadata,
		occurredAt: row.occurredAt,
	};
}

/**
 * The events of some spans of the chains, or those of them a question asks for, by zone number and place.
 * @param compiled null: all of them
 * @param isWhole whether their records are read whole too
 */
export async function tailEvents(reader: Reader, spans: readonly Span[], compiled: Compiled | null, isWhole: boolean): Promise<TailRead> {
	const asked = compiled === null ? spans : spans.filter((span) => compiled.zoneNos.includes(span.zoneNo));
	if (asked.length === 0 || compiled?.isEmpty === true) return { rows: [], isWhole: true };
	const source =
		compiled === null
			? sql`(${groups(asked)}) g cross join lateral (
				select e.* from ledger_events e where e.zone_no = g.zone_no and e.chain_seq between g.first_seq and g.last_seq offset 0) e`
			: sql`(${rowsOfGroups(compiled, groups(asked))}) p
				join ledger_events e on e.zone_no = p.zone_no and e.chain_seq = p.chain_seq and e.occurred_at = p.occurred_at`;
	// lengths are known without reading the texts, which are read up to the bound only
	const rows = await rowsOf<RawTailRow>(
		reader,
		sql`select ${LIST_COLUMNS}, e.entry_ms::text as entry_ms, e.octets::integer as octets, e.total::text as total ${isWhole ? WHOLE_COLUMNS : sql``}
			from (select e.*, ${OCTETS} as octets, sum(${OCTETS}) over (order by e.zone_no, e.chain_seq) as reached, count(*) over () as total
				from ${source}) e
			join zones z on z.zone_no = e.zone_no
			where e.reached - e.octets <= ${READ_BYTES_MAX}::bigint
			order by e.zone_no, e.chain_seq`,
	);
	return {
		rows: rows.map((raw) => {
			const row = listRowOf(raw);
			return { row, entryMs: Number(raw.entry_ms), whole: wholeOf(raw, row), bytes: raw.octets * (isWhole ? 2 : 1) };
		}),
		isWhole: rows.length === Number(rows[0]?.total ?? 0),
	};
}

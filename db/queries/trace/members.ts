import { sql } from 'drizzle-orm';
import { type Reader, rowsOf } from '../reader';
import { instantColumns, instantFrom, instantMembers } from './instants';
import { type RawTraceRow, type TraceRow, traceColumns, traceRow } from './rows';
import type { Run } from './run';

/** Longest JSON of a related event that is taken whole, in bytes. */
const BYTES_MAX = sql.raw('65536');

/** A run to look through, and what in it is looked for: values as they stand in JSON, each for a lookup. */
export interface WantedRun extends Run {
	readonly wanted: readonly { readonly lookupNo: number; readonly needle: string | null }[];
}

/** What else a lookup asks of an event, and which of too many to keep: those nearest to `at`. */
export interface WantedOf {
	readonly lookupNo: number;
	readonly types: readonly string[] | null;
	readonly from: bigint | null;
	readonly to: bigint | null;
	readonly rowsMax: number;
	readonly at: bigint;
}

export interface Member {
	readonly row: TraceRow;
	/** Lookups it answers. */
	readonly lookupNos: readonly number[];
}

/**
 * The events of some runs that mention a value wanted in their run, of each lookup one more than its `rowsMax` at most, in no order.
 * A run is read once for all that is looked for in it.
 * @param notOf events of this request ID are left out
 */
export async function membersOf(
	reader: Reader,
	runs: readonly WantedRun[],
	lookups: readonly WantedOf[],
	notOf: string | null,
): Promise<Member[]> {
	if (runs.length === 0) return [];
	const asked = runs.map(({ zoneNo, first, last, from, to, wanted }) => ({
		...{ zone_no: zoneNo, first_seq: String(first), last_seq: String(last) },
		...{ nos: wanted.map(({ lookupNo }) => lookupNo), needles: wanted.map(({ needle }) => needle) },
		...instantMembers('from', from),
		...instantMembers('to', to),
	}));
	const of = lookups.map(({ lookupNo, types, from, to, rowsMax, at }) => ({
		...{ no: lookupNo, types, rows_max: rowsMax },
		...instantMembers('from', from),
		...instantMembers('to', to),
		...instantMembers('at', at),
	}));
	const rows = await rowsOf<RawTraceRow & { nos: string }>(
		reader,
		sql`with run as materialized (
				select r.zone_no, r.first_seq, r.last_seq, r.nos, r.needles,
					coalesce(${instantFrom('r', 'from')}, '-infinity') as from_at, coalesce(${instantFrom('r', 'to')}, 'infinity') as to_at
				from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) as r(zone_no integer, first_seq bigint, last_seq bigint, nos integer[],
					needles text[], ${instantColumns('from')}, ${instantColumns('to')})
			), wanted as materialized (
				select l.no, l.types, l.rows_max, coalesce(${instantFrom('l', 'from')}, '-infinity') as from_at,
					coalesce(${instantFrom('l', 'to')}, 'infinity') as to_at, ${instantFrom('l', 'at')} as at
				from jsonb_to_recordset(${JSON.stringify(of)}::text::jsonb) as l(no integer, types text[], rows_max integer,
					${instantColumns('from')}, ${instantColumns('to')}, ${instantColumns('at')})
			), mentioned as materialized (
				select distinct t.no, e.zone_no, e.chain_seq, e.occurred_at, e.event_type
				from run r cross join lateral (
					select e.zone_no, e.chain_seq, e.occurred_at, e.event_type, e.metadata_json from ledger_events e
					where e.zone_no = r.zone_no and e.chain_seq between r.first_seq and r.last_seq
						and e.occurred_at >= r.from_at and e.occurred_at <= r.to_at and e.request_id is distinct from ${notOf}::text offset 0
				) e cross join lateral unnest(r.nos, r.needles) as t(no, needle)
				where t.needle is null or strpos(e.metadata_json, t.needle) > 0
			), ranked as (
				select m.no, m.zone_no, m.chain_seq, m.occurred_at, w.rows_max,
					row_number() over (partition by m.no order by abs(extract(epoch from m.occurred_at - w.at)), m.chain_seq) as rank
				from mentioned m join wanted w on w.no = m.no
				where (w.types is null or m.event_type = any(w.types)) and m.occurred_at >= w.from_at and m.occurred_at < w.to_at
			), kept as materialized (
				select zone_no, chain_seq, occurred_at, array_agg(no)::text as nos from ranked where rank <= rows_max + 1 group by 1, 2, 3
			)
			select k.nos, ${traceColumns(BYTES_MAX)}
			from kept k cross join lateral (
				select * from ledger_events e where e.zone_no = k.zone_no and e.chain_seq = k.chain_seq and e.occurred_at = k.occurred_at offset 0
			) e`,
	);
	return rows.map((row) => ({ row: traceRow(row), lookupNos: row.nos.slice(1, -1).split(',').map(Number) }));
}

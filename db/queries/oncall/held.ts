import { sql } from 'drizzle-orm';
import { TERM_FIELD_NO } from '../../../lib/events/terms';
import type { HeldRow } from '../../../lib/oncall/facts';
import { parseRfc3339Micros } from '../../../lib/time';
import { epochMicros, instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';
import { spanOf } from '../search/by-terms';

/** Events of approvals that are looked through at most, the newest. Approvals alone have these decisions. */
const EVENTS_MAX = 5_000;

/**
 * Approvals asked for since an instant that nobody answered, oldest first. An approval is its challenge ID, which the record alone
 * has; the index over decision and span finds the few events.
 * @returns `isWhole` is false when there were more events than are looked through
 */
export async function heldApprovals(
	reader: Reader,
	zoneNos: readonly number[],
	since: bigint,
): Promise<{ readonly rows: HeldRow[]; readonly isWhole: boolean }> {
	const zones = integers(zoneNos);
	const from = instantOfMicros(since);
	const rows = await rowsOf<Record<'zone_no' | 'looked', number> & Record<'seq' | 'at' | 'challenge' | 'app' | 'tier' | 'ends', string>>(
		reader,
		sql`with step as materialized (
				select s.zone_no, s.chain_seq, s.occurred_at, t.value as decision from search_events s join search_terms t on t.term_no = s.decision_no
				where s.zone_no = any(${zones}) and s.occurred_at >= ${from} and s.span >= ${spanOf(since)}::integer and s.decision_no = any(array(
					select term_no from search_terms where zone_no = any(${zones}) and field = ${TERM_FIELD_NO.decision}::smallint
						and value in ('pending', 'approved', 'rejected', 'consumed')))
				order by s.occurred_at desc limit ${EVENTS_MAX}
			), told as materialized (
				select step.*, e.meta from step cross join lateral (
					select metadata_json::jsonb as meta from ledger_events e
					where e.zone_no = step.zone_no and e.chain_seq = step.chain_seq and e.occurred_at = step.occurred_at offset 0
				) e
			)
			select a.zone_no, min(a.chain_seq)::text as seq, ${epochMicros(sql`min(a.occurred_at)`)} as at, a.meta ->> 'challenge_id' as challenge,
				coalesce(min(coalesce(a.meta ->> 'application_name', a.meta ->> 'application_id', a.meta ->> 'workload_name', a.meta ->> 'workload_id')), '') as app,
				coalesce(min(a.meta ->> 'tier'), '') as tier, coalesce(max(a.meta ->> 'expires_at'), '') as ends, (select count(*)::integer from step) as looked
			from told a
			where a.decision = 'pending' and a.meta ->> 'challenge_id' <> '' and not exists (
				select from told b where b.decision <> 'pending' and b.zone_no = a.zone_no and b.meta ->> 'challenge_id' = a.meta ->> 'challenge_id'
			)
			group by a.zone_no, a.meta ->> 'challenge_id' order by min(a.occurred_at), a.zone_no`,
	);
	return {
		rows: rows.map((row) => ({
			zoneNo: row.zone_no,
			seq: Number(row.seq),
			at: BigInt(row.at),
			challenge: row.challenge,
			app: row.app,
			tier: row.tier,
			expiresAt: parseRfc3339Micros(row.ends),
		})),
		isWhole: (rows[0]?.looked ?? 0) < EVENTS_MAX,
	};
}

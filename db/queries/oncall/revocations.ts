import { sql } from 'drizzle-orm';
import type { RevocationsRow } from '../../../lib/oncall/facts';
import { integers, type Reader, rowsOf } from '../reader';

/** Revocations of a zone that are counted at most, the newest first. */
export const REVOCATIONS_MAX = 1_000;

/** The revocations of zones since an instant, and the uses after them that a worker has found; a zone without any has no row. */
export async function revocationsSince(
	reader: Reader,
	zoneNos: readonly number[],
	since: bigint,
	flightSince: bigint,
): Promise<RevocationsRow[]> {
	const rows = await rowsOf<{ zone_no: number; revocations: number; in_flight: number; uses: number; broken: string | null }>(
		reader,
		sql`select z.zone_no, l.revocations, l.in_flight, l.uses, l.broken
			from (select unnest(${integers(zoneNos)}) as zone_no) z
			cross join lateral (
				select count(*)::integer as revocations, (count(*) filter (where r.decided_at >= ${String(flightSince)}::bigint))::integer as in_flight,
					coalesce(sum(c.violations), 0)::integer as uses,
					(array_agg(r.seq::text order by r.decided_at desc, r.seq desc) filter (where c.violations > 0))[1] as broken
				from (
					select zone_no, seq, decided_at from authority_revocations a where a.zone_no = z.zone_no and a.decided_at >= ${String(since)}::bigint
					order by decided_at desc, seq desc limit ${REVOCATIONS_MAX}
				) r
				left join authority_checks c on c.zone_no = r.zone_no and c.seq = r.seq
			) l
			where l.revocations > 0`,
	);
	return rows.map((row) => ({
		zoneNo: row.zone_no,
		revocations: row.revocations,
		inFlight: row.in_flight,
		uses: row.uses,
		brokenSeq: row.broken === null ? null : Number(row.broken),
	}));
}

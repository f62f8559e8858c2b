import { sql } from 'drizzle-orm';
import { decodeRevocation } from '../../../lib/authority/encode';
import type { RevocationRow } from '../../../lib/authority/rows';
import { epochMicros } from '../../epoch';
import { type Reader, rowsOf } from '../reader';
import type { ZoneRow } from '../zones';

/** A revocation with what was computed and found. */
export interface ListedRevocation {
	readonly revocation: RevocationRow;
	readonly edges: number;
	readonly sessions: number;
	readonly violations: number | null;
	/** Microseconds since 1970, or null: not looked yet. */
	readonly checkedAt: bigint | null;
}

interface Columns extends Record<string, unknown> {
	seq: string;
	kind: RevocationRow['kind'];
	decided_at: string;
	id: string;
	facts: string;
	edges: string;
	sessions: string;
	violations: number | null;
	checked_at: string | null;
}

const row = (zone: ZoneRow, columns: Columns): RevocationRow =>
	decodeRevocation(
		{ zone: zone.zoneId, seq: Number(columns.seq), kind: columns.kind, id: columns.id, decidedAt: Number(columns.decided_at) },
		columns.facts,
	);

export interface RevocationFilter {
	readonly kind: string | null;
	readonly id: string | null;
	/** Microseconds since 1970; `until` exclusive. */
	readonly since: bigint | null;
	readonly until: bigint | null;
	/** Where the page before ended. */
	readonly before: { readonly decidedAt: string; readonly seq: string } | null;
	readonly rowsMax: number;
}

/** Revocations, newest first. */
export async function listRevocations(reader: Reader, zone: ZoneRow, filter: RevocationFilter): Promise<ListedRevocation[]> {
	const { kind, id, since, until, before, rowsMax } = filter;
	const rows = await rowsOf<Columns>(
		reader,
		sql`
			select r.seq::text as seq, r.kind, r.decided_at::text as decided_at, r.id, r.facts, f.edges, f.sessions, c.violations,
				case when c.checked_at is not null then ${epochMicros(sql`c.checked_at`)} end as checked_at
			from (
				select * from authority_revocations r where r.zone_no = ${zone.zoneNo}::integer
					and (${kind}::text is null or r.kind = ${kind}::text) and (${id}::text is null or r.id = ${id}::text)
					and r.decided_at >= ${String(since ?? -9_007_199_254_740_991n)}::bigint and r.decided_at < ${String(until ?? 9_007_199_254_740_992n)}::bigint
					and (r.decided_at, r.seq) < (${before?.decidedAt ?? '9007199254740992'}::bigint, ${before?.seq ?? '0'}::bigint)
				order by r.decided_at desc, r.seq desc limit ${rowsMax}::integer
			) r
			left join authority_checks c on c.zone_no = ${zone.zoneNo}::integer and c.seq = r.seq and c.checked_at is not null
			left join lateral (select count(*) filter (where is_edge)::text as edges, count(*) filter (where not is_edge)::text as sessions
				from authority_falls f where f.zone_no = ${zone.zoneNo}::integer and f.root = r.id and r.kind = 'delegation') f on true
			order by r.decided_at desc, r.seq desc`,
	);
	return rows.map((columns) => ({
		revocation: row(zone, columns),
		edges: Number(columns.edges),
		sessions: Number(columns.sessions),
		violations: columns.violations,
		checkedAt: columns.checked_at === null ? null : BigInt(columns.checked_at),
	}));
}

/** The revocation that the event at a place begins, or null. */
export async function revocationAt(reader: Reader, zone: ZoneRow, seq: number): Promise<RevocationRow | null> {
	const [columns] = await rowsOf<Columns>(
		reader,
		sql`select seq::text as seq, kind, decided_at::text as decided_at, id, facts from authority_revocations
			where zone_no = ${zone.zoneNo}::integer and seq = ${String(seq)}::bigint`,
	);
	return columns === undefined ? null : row(zone, columns);
}

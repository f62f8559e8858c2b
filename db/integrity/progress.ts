import type { SqlClient } from '../client';

/** How far a zone is appended, verified, signed and anchored. */
export interface ZoneProgress {
	readonly zone: string;
	readonly seq: number;
	readonly verifiedSeq: number;
	readonly checkpointSize: number;
	/** Milliseconds since 1970. */
	readonly checkpointAtMs: number | null;
	readonly anchors: readonly { readonly anchor: string; readonly size: number; readonly failures: number }[];
}

/** Zones told of at most: each is a handful of series. */
const ZONES_MAX = 1000;

/** How far each zone has come. */
export async function zoneProgress(sql: SqlClient): Promise<ZoneProgress[]> {
	const rows = await sql<
		{
			zone_id: string;
			seq: string;
			verified: string;
			size: string;
			at: number | null;
			anchors: { anchor: string; size: number; failures: number }[];
		}[]
	>`
		select z.zone_id, coalesce(c.chain_seq, 0)::text as seq, coalesce(v.verified_seq, 0)::text as verified, coalesce(m.checkpoint_size, 0)::text as size,
			(extract(epoch from m.checkpoint_at) * 1000)::float8 as at,
			coalesce((select json_agg(json_build_object('anchor', a.anchor, 'size', a.size, 'failures', a.failures) order by a.anchor)
				from anchor_heads a where a.zone_no = z.zone_no), '[]'::json) as anchors
		from zones z left join chain_heads c using (zone_no) left join sweep_heads v using (zone_no) left join merkle_heads m using (zone_no)
		order by z.zone_no limit ${ZONES_MAX}`;
	return rows.map((row) => ({
		zone: row.zone_id,
		seq: Number(row.seq),
		verifiedSeq: Number(row.verified),
		checkpointSize: Number(row.size),
		checkpointAtMs: row.at,
		anchors: row.anchors,
	}));
}

/** Sweeps that wait or run, and findings that nobody has resolved. */
export async function openCounts(sql: SqlClient): Promise<{ readonly sweeps: number; readonly findings: number }> {
	const [row] = await sql<{ sweeps: number; findings: number }[]>`
		select (select count(*)::int from sweeps where ended_at is null) as sweeps,
			(select count(*)::int from audit_ingest_alerts a where alert_is_open(a.id)) as findings`;
	return row ?? { sweeps: 0, findings: 0 };
}

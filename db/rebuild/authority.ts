import type { Statements } from '../one-connection';

const TABLES = ['authority_sessions', 'authority_edges', 'authority_records', 'authority_revocations', 'authority_falls'] as const;

/** A zone with where its chain stands. */
export interface ZoneToRebuild {
	readonly zoneNo: number;
	readonly zoneId: string;
	readonly events: number;
}

/** Every zone that has events. */
export async function zonesToRebuild(pg: Statements): Promise<ZoneToRebuild[]> {
	const rows = await pg<{ zone_no: number; zone_id: string; chain_seq: string }[]>`
		select zone_no, zone_id, chain_seq from chain_heads join zones using (zone_no) where chain_seq > 0 order by zone_no`;
	return rows.map((row) => ({ zoneNo: row.zone_no, zoneId: row.zone_id, events: Number(row.chain_seq) }));
}

/** Begins a transaction in which no worker extends the zone. @returns where its chain stands */
export async function beginZone(pg: Statements, zoneNo: number): Promise<number> {
	const [, rows] = await Promise.all([
		pg`begin`,
		pg<{ chain_seq: string }[]>`select chain_seq from chain_heads where zone_no = ${zoneNo} for update`,
	]);
	return Number(rows[0]?.chain_seq ?? 0);
}

/** Empties the projection of a zone. */
export async function emptyAuthority(pg: Statements, zoneNo: number): Promise<void> {
	await Promise.all(TABLES.map((table) => pg`delete from ${pg(table)} where zone_no = ${zoneNo}`));
}

import { sql } from 'drizzle-orm';
import { epochMicros } from '../epoch';
import { integers, type Reader, rowsOf } from './reader';

export interface ZoneRow {
	readonly zoneNo: number;
	readonly zoneId: string;
}

/** Every zone the ledger knows, by id. */
export async function listZones(reader: Reader): Promise<ZoneRow[]> {
	const rows = await rowsOf<{ zone_no: number; zone_id: string }>(reader, sql`select zone_no, zone_id from zones order by zone_id`);
	return rows.map((row) => ({ zoneNo: row.zone_no, zoneId: row.zone_id }));
}

export interface HeadRow {
	readonly zoneNo: number;
	/** Position of the zone's newest event. */
	readonly seq: number;
	readonly events: number;
	readonly updatedAt: bigint;
}

/** The chain heads of the zones; a zone without events has none. */
export async function headsOf(reader: Reader, zoneNos: readonly number[]): Promise<HeadRow[]> {
	const rows = await rowsOf<{ zone_no: number; chain_seq: string; event_count: string; updated_at: string }>(
		reader,
		sql`select zone_no, chain_seq::text, event_count::text, ${epochMicros(sql`updated_at`)} as updated_at
			from chain_heads where zone_no = any(${integers(zoneNos)}) order by zone_no`,
	);
	return rows.map((row) => ({
		zoneNo: row.zone_no,
		seq: Number(row.chain_seq),
		events: Number(row.event_count),
		updatedAt: BigInt(row.updated_at),
	}));
}

import { sql } from 'drizzle-orm';
import { HASH_BYTES } from '../../../lib/merkle/hash';
import type { TileReader } from '../../../lib/merkle/tiles';
import { epochMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';

/** A checkpoint; the instant in microseconds since 1970, the root in lowercase hex. */
export interface CheckpointRow {
	readonly size: number;
	readonly signedAt: bigint;
	readonly root: string;
	readonly note: string;
}

function rowOf(row: { size: string; at: string; root: string; note: string }): CheckpointRow {
	return { size: Number(row.size), signedAt: BigInt(row.at), root: row.root, note: row.note };
}

const COLUMNS = sql`size::text, ${epochMicros(sql`signed_at`)} as at, encode(root_sha256, 'hex') as root, note`;

/** Checkpoints of a zone below a size, largest first. */
export async function checkpointsOf(reader: Reader, zoneNo: number, before: string | null, rowsMax: number): Promise<CheckpointRow[]> {
	const rows = await rowsOf<Parameters<typeof rowOf>[0]>(
		reader,
		sql`select ${COLUMNS} from checkpoints where zone_no = ${zoneNo}::integer and size < coalesce(${before}::bigint, 9223372036854775807)
			order by checkpoints.size desc limit ${rowsMax}::integer`,
	);
	return rows.map(rowOf);
}

/** The checkpoint of exactly this size, or null. */
export async function checkpointOf(reader: Reader, zoneNo: number, size: number): Promise<CheckpointRow | null> {
	const [row] = await rowsOf<Parameters<typeof rowOf>[0]>(
		reader,
		sql`select ${COLUMNS} from checkpoints where zone_no = ${zoneNo}::integer and checkpoints.size = ${size}::bigint`,
	);
	return row === undefined ? null : rowOf(row);
}

/** The smallest checkpoint that covers a place, or null when none does yet. */
export async function checkpointOver(reader: Reader, zoneNo: number, seq: number): Promise<CheckpointRow | null> {
	const [row] = await rowsOf<Parameters<typeof rowOf>[0]>(
		reader,
		sql`select ${COLUMNS} from checkpoints where zone_no = ${zoneNo}::integer and checkpoints.size >= ${seq}::bigint order by checkpoints.size limit 1`,
	);
	return row === undefined ? null : rowOf(row);
}

/** Tiles of a zone's tree, for proofs. */
export function tilesOf(reader: Reader, zoneNo: number): TileReader {
	return {
		async readTiles(wanted) {
			if (wanted.length === 0) return [];
			const rows = await rowsOf<{ place: string; hashes: Buffer }>(
				reader,
				sql`select w.place::text, t.hashes
					from unnest(${integers(wanted.map(({ level }) => level))}, ${`{${wanted.map(({ index }) => index).join(',')}}`}::bigint[])
						with ordinality as w(level, tile_no, place)
					join merkle_tiles t on t.zone_no = ${zoneNo}::integer and t.level = w.level and t.tile_no = w.tile_no`,
			);
			const found = new Map(rows.map((row) => [Number(row.place) - 1, row.hashes]));
			return wanted.map(({ level, index, width }, i) => {
				const hashes = found.get(i);
				if (hashes === undefined || hashes.length < width * HASH_BYTES) throw new RangeError(`Tile ${level}/${index} is not kept.`);
				return hashes;
			});
		},
	};
}

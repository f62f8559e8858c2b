import type { Tile, TilePlace } from '../../lib/merkle/tiles';
import type { SqlClient } from '../client';
import { arrayText, textArrayText } from '../ledger/arrays';
import type { Statements } from '../one-connection';

/** A zone whose tree is behind its ledger, or whose newest checkpoint is behind its tree. */
export interface TreeBehind {
	readonly zoneNo: number;
	readonly zoneId: string;
	readonly ledgerSeq: number;
	readonly treeSize: number;
	readonly checkpointSize: number;
	/** Since the newest checkpoint; infinite without one. */
	readonly checkpointAgeMs: number;
}

/** Every zone that has events no checkpoint covers, the longest untouched first. */
export async function treesBehind(sql: SqlClient): Promise<TreeBehind[]> {
	const rows = await sql<
		{ zone_no: number; zone_id: string; ledger_seq: string; size: string; checkpoint_size: string; age_ms: number | null }[]
	>`
		select c.zone_no, z.zone_id, c.chain_seq as ledger_seq, coalesce(h.size, 0) as size, coalesce(h.checkpoint_size, 0) as checkpoint_size,
			(extract(epoch from now() - h.checkpoint_at) * 1000)::float8 as age_ms
		from chain_heads c join zones z using (zone_no) left join merkle_heads h using (zone_no)
		where c.chain_seq > coalesce(h.checkpoint_size, 0)
		order by h.updated_at nulls first`;
	return rows.map((row) => ({
		zoneNo: row.zone_no,
		zoneId: row.zone_id,
		ledgerSeq: Number(row.ledger_seq),
		treeSize: Number(row.size),
		checkpointSize: Number(row.checkpoint_size),
		checkpointAgeMs: row.age_ms ?? Number.POSITIVE_INFINITY,
	}));
}

/** Makes the zone's head if it has none. In a statement of its own, so that no transaction waits for another's insert. */
export async function ensureTreeHead(sql: SqlClient, zoneNo: number): Promise<void> {
	await sql`insert into merkle_heads (zone_no) values (${zoneNo}) on conflict do nothing`;
}

/** Begins a transaction and locks the zone's tree. @returns its size, or null when another worker is at this zone */
export async function beginUnderTree(pg: Statements, zoneNo: number): Promise<number | null> {
	const [, rows] = await Promise.all([
		pg`begin`,
		pg<{ size: string }[]>`select size from merkle_heads where zone_no = ${zoneNo} for update skip locked`,
	]);
	return rows[0] === undefined ? null : Number(rows[0].size);
}

/** The tiles at these places in their order; undefined where none is kept. */
export async function tilesAt(pg: Statements, zoneNo: number, places: readonly TilePlace[]): Promise<(Uint8Array | undefined)[]> {
	if (places.length === 0) return [];
	const rows = await pg<{ place: string; hashes: Buffer }[]>`
		select w.place, t.hashes
		from unnest(${arrayText(places.map(({ level }) => level))}::smallint[], ${arrayText(places.map(({ index }) => index))}::bigint[])
			with ordinality as w(level, tile_no, place)
		join merkle_tiles t on t.zone_no = ${zoneNo} and t.level = w.level and t.tile_no = w.tile_no`;
	const found = new Array<Uint8Array | undefined>(places.length).fill(undefined);
	for (const row of rows) found[Number(row.place) - 1] = row.hashes;
	return found;
}

/** Content hashes of `[first, last]`, one behind the other. @throws when one is missing */
export async function contentHashes(pg: Statements, zoneNo: number, first: number, last: number): Promise<Uint8Array> {
	const [row] = await pg<{ events: number; hashes: Buffer | null }[]>`
		select count(*)::int as events, string_agg(content_sha256, ''::bytea order by chain_seq) as hashes
		from ledger_events where zone_no = ${zoneNo} and chain_seq between ${first} and ${last}`;
	const count = last - first + 1;
	if (row?.events !== count || row.hashes?.length !== count * 32)
		throw new Error(`the ledger of zone number ${zoneNo} is not whole from #${first} to #${last}: its tree waits for a sweep`);
	return row.hashes;
}

/** Stores tiles; a wider one replaces the narrower at its place. */
export async function writeTiles(pg: Statements, zoneNo: number, tiles: readonly Tile[]): Promise<void> {
	const hashes = `{${tiles.map((tile) => `"\\\\x${Buffer.from(tile.hashes).toString('hex')}"`).join(',')}}`;
	await pg`
		insert into merkle_tiles (zone_no, level, tile_no, hashes)
		select ${zoneNo}::integer, l, n, h
		from unnest(${arrayText(tiles.map(({ level }) => level))}::smallint[], ${arrayText(tiles.map(({ index }) => index))}::bigint[],
			${hashes}::bytea[]) as t(l, n, h)
		on conflict (zone_no, level, tile_no) do update set hashes = excluded.hashes`;
}

export interface NewCheckpoint {
	readonly size: number;
	readonly root: Uint8Array;
	readonly note: string;
	/** Milliseconds since 1970. */
	readonly signedAtMs: number;
}

/** Moves the locked tree, and stores the checkpoints over it, in ascending order of their sizes. */
export async function moveTree(pg: Statements, zoneNo: number, size: number, checkpoints: readonly NewCheckpoint[]): Promise<void> {
	const last = checkpoints.at(-1);
	if (last === undefined) {
		await pg`update merkle_heads set size = ${size}, updated_at = now() where zone_no = ${zoneNo}`;
		return;
	}
	const signedAt = (checkpoint: NewCheckpoint) => new Date(checkpoint.signedAtMs).toISOString();
	const roots = `{${checkpoints.map(({ root }) => `"\\\\x${Buffer.from(root).toString('hex')}"`).join(',')}}`;
	await Promise.all([
		pg`insert into checkpoints (zone_no, size, signed_at, root_sha256, note)
			select ${zoneNo}::integer, s, a::timestamptz, r, n
			from unnest(${arrayText(checkpoints.map((checkpoint) => checkpoint.size))}::bigint[], ${textArrayText(checkpoints.map(signedAt))}::text[],
				${roots}::bytea[], ${textArrayText(checkpoints.map(({ note }) => note))}::text[]) as c(s, a, r, n)`,
		pg`update merkle_heads set size = ${size}, checkpoint_size = ${last.size}, checkpoint_at = ${signedAt(last)}::text::timestamptz,
			updated_at = now() where zone_no = ${zoneNo}`,
	]);
}

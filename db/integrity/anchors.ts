import type { SqlClient } from '../client';
import { arrayText, textArrayText } from '../ledger/arrays';
import type { Statements } from '../one-connection';

/** An anchor as it is configured; `place` holds no secret. */
export interface AnchorRow {
	readonly anchor: string;
	readonly kind: 'directory' | 'webhook' | 's3';
	readonly place: string;
	/** Whether what it holds can be read back. */
	readonly readable: boolean;
}

/** Writes down which anchors there are. */
export async function noteAnchors(sql: SqlClient, anchors: readonly AnchorRow[]): Promise<void> {
	for (const { anchor, kind, place, readable } of anchors)
		await sql`
			insert into anchors (anchor, kind, place, readable) values (${anchor}, ${kind}, ${place}, ${readable})
			on conflict (anchor) do update set kind = excluded.kind, place = excluded.place, readable = excluded.readable, seen_at = now()`;
}

/** A zone with checkpoints that an anchor does not have. */
export interface ZoneToAnchor {
	readonly zoneNo: number;
	readonly zoneId: string;
}

/** Zones an anchor is behind in, those it was longest not tried for first. */
export async function zonesToAnchor(sql: SqlClient, anchor: string): Promise<ZoneToAnchor[]> {
	const rows = await sql<{ zone_no: number; zone_id: string }[]>`
		select h.zone_no, z.zone_id from merkle_heads h join zones z using (zone_no)
			left join anchor_heads a on a.zone_no = h.zone_no and a.anchor = ${anchor}
		where h.checkpoint_size > coalesce(a.size, 0)
		order by a.tried_at nulls first`;
	return rows.map((row) => ({ zoneNo: row.zone_no, zoneId: row.zone_id }));
}

/** Makes heads that are missing, in a statement of its own. */
export async function ensureAnchorHeads(sql: SqlClient, anchor: string, zoneNos: readonly number[]): Promise<void> {
	await sql`
		insert into anchor_heads (anchor, zone_no) select ${anchor}, z from unnest(${arrayText(zoneNos)}::int[]) as z
		on conflict do nothing`;
}

/** Begins a transaction and locks one anchor's place in a zone. @returns the size it has, or null when another worker is at it */
export async function beginUnderAnchor(pg: Statements, anchor: string, zoneNo: number): Promise<number | null> {
	const [, rows] = await Promise.all([
		pg`begin`,
		pg<{ size: string }[]>`select size from anchor_heads where anchor = ${anchor} and zone_no = ${zoneNo} for update skip locked`,
	]);
	return rows[0] === undefined ? null : Number(rows[0].size);
}

/** A checkpoint as it is delivered. */
export interface StoredNote {
	readonly size: number;
	readonly note: string;
}

/** The next checkpoints of a zone behind a size. */
export async function notesBehind(pg: Statements, zoneNo: number, size: number, notesMax: number): Promise<StoredNote[]> {
	const rows = await pg<{ size: string; note: string }[]>`
		select size, note from checkpoints where zone_no = ${zoneNo} and size > ${size} order by size limit ${notesMax}`;
	return rows.map((row) => ({ size: Number(row.size), note: row.note }));
}

/** Writes down how far the locked anchor came, and what stopped it. */
export async function moveAnchor(pg: Statements, anchor: string, zoneNo: number, size: number, error: string | null): Promise<void> {
	await pg`
		update anchor_heads set delivered_at = case when ${size}::bigint > size then now() else delivered_at end, size = ${size}, tried_at = now(),
			failures = case when ${error}::text is null then 0 else failures + 1 end, last_error = left(${error}, 500)
		where anchor = ${anchor} and zone_no = ${zoneNo}`;
}

/** How an anchor stands to the checkpoints of a zone. */
export interface AnchorState {
	readonly anchor: string;
	readonly size: number;
	/** Since the oldest checkpoint it does not have was signed; null when it has all. */
	readonly behindMs: number | null;
	readonly lastError: string | null;
}

/** The state of each of these anchors in a zone. */
export async function anchorStates(sql: SqlClient, zoneNo: number, anchors: readonly string[]): Promise<AnchorState[]> {
	const rows = await sql<{ anchor: string; size: string; behind_ms: number | null; last_error: string | null }[]>`
		select n.anchor, coalesce(a.size, 0) as size, a.last_error,
			(select extract(epoch from now() - c.signed_at) * 1000 from checkpoints c
				where c.zone_no = ${zoneNo} and c.size > coalesce(a.size, 0) order by c.size limit 1)::float8 as behind_ms
		from unnest(${textArrayText(anchors)}::text[]) as n(anchor) left join anchor_heads a on a.anchor = n.anchor and a.zone_no = ${zoneNo}`;
	return rows.map((row) => ({ anchor: row.anchor, size: Number(row.size), behindMs: row.behind_ms, lastError: row.last_error }));
}

/** Writes down what an anchor says it holds. */
export async function noteHeld(sql: SqlClient, anchor: string, zoneNo: number, heldSize: number): Promise<void> {
	await sql`update anchor_heads set held_size = ${heldSize}, read_at = now() where anchor = ${anchor} and zone_no = ${zoneNo}`;
}

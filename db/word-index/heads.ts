import type { SqlClient } from '../client';
import type { Statements } from '../one-connection';

/** A zone whose ledger has events that the word index does not have. Both positions are the last event's. */
export interface ZoneBehind {
	readonly zoneNo: number;
	readonly ledgerSeq: number;
	readonly indexedSeq: number;
	/** Nothing was appended to the zone for this long. */
	readonly quietMs: number;
}

/** Every zone that is behind, the longest untouched first. */
export async function zonesBehind(sql: SqlClient): Promise<ZoneBehind[]> {
	const rows = await sql<{ zone_no: number; ledger_seq: string; indexed_seq: string; quiet_ms: number }[]>`
		select c.zone_no, c.chain_seq as ledger_seq, coalesce(h.chain_seq, 0) as indexed_seq,
			(extract(epoch from now() - c.updated_at) * 1000)::float8 as quiet_ms
		from chain_heads c left join search_word_heads h using (zone_no)
		where c.chain_seq > coalesce(h.chain_seq, 0)
		order by h.updated_at nulls first`;
	return rows.map((row) => ({
		zoneNo: row.zone_no,
		ledgerSeq: Number(row.ledger_seq),
		indexedSeq: Number(row.indexed_seq),
		quietMs: row.quiet_ms,
	}));
}

/** How many events of the ledger the word index does not have yet. */
export async function unindexedEvents(sql: SqlClient): Promise<number> {
	const [row] = await sql<{ events: string }[]>`
		select coalesce(sum(c.chain_seq - coalesce(h.chain_seq, 0)), 0) as events
		from chain_heads c left join search_word_heads h using (zone_no)`;
	return Number(row?.events ?? 0);
}

/** Makes the zone's head if it has none. In a statement of its own, so that no transaction waits for another's insert. */
export async function ensureHead(sql: SqlClient, zoneNo: number): Promise<void> {
	await sql`insert into search_word_heads (zone_no) values (${zoneNo}) on conflict do nothing`;
}

/** Begins a transaction and locks the zone's head. @returns where it stands, or null when another worker is at this zone */
export async function beginUnderWordHead(pg: Statements, zoneNo: number): Promise<number | null> {
	const [, rows] = await Promise.all([
		pg`begin`,
		pg<{ chain_seq: string }[]>`select chain_seq from search_word_heads where zone_no = ${zoneNo} for update skip locked`,
	]);
	return rows[0] === undefined ? null : Number(rows[0].chain_seq);
}

/** Moves the locked head. */
export async function moveWordHead(pg: Statements, zoneNo: number, chainSeq: number): Promise<void> {
	await pg`update search_word_heads set chain_seq = ${chainSeq}, updated_at = now() where zone_no = ${zoneNo}`;
}

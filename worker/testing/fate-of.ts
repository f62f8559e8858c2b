import type { Redis } from 'ioredis';
import type { SqlClient } from '../../db/client';
import { DEAD_LETTER_STREAM, type SourceStream, STREAM_NO } from '../../lib/streams/names';

/** A row of the ledger, its texts as Postgres prints them. */
export interface FoundRow {
	readonly id: string;
	readonly zone_id: string;
	readonly event_type: string;
	readonly request_id: string;
	readonly decision: string;
	readonly evaluation_status: string;
	readonly determining_policies_json: string | null;
	readonly diagnostics_json: string | null;
	readonly metadata_json: string | null;
	/** Microseconds since 1970. */
	readonly occurred_micros: string;
	readonly chain_seq: string;
	/** Lowercase hex, as are the next two. */
	readonly content_sha256: string;
	readonly chain_hmac: string | null;
	readonly ingest_signature: string | null;
}

/** The ledger's row of a stream entry, or null. */
export async function ledgerRowOf(sql: SqlClient, stream: SourceStream, entryId: string): Promise<FoundRow | null> {
	const [ms = '', seq = ''] = entryId.split('-');
	const rows = await sql<FoundRow[]>`
		select id, zone_id, event_type, request_id, decision, evaluation_status, determining_policies_json::text,
			diagnostics_json::text, metadata_json::text, (extract(epoch from occurred_at) * 1000000)::bigint::text as occurred_micros,
			chain_seq::text, encode(content_sha256, 'hex') as content_sha256, encode(chain_hmac, 'hex') as chain_hmac,
			encode(ingest_signature, 'hex') as ingest_signature
		from ledger_events join zones using (zone_no)
		where stream_no = ${STREAM_NO[stream]} and entry_ms = ${ms} and entry_seq = ${seq}`;
	if (rows.length > 1) throw new Error(`${stream} ${entryId} is in the ledger ${rows.length} times`);
	return rows[0] ?? null;
}

/** Every dead letter of a stream entry: its fields, flat, in order. */
export async function deadLettersOf(redis: Redis, stream: SourceStream, entryId: string): Promise<Buffer[][]> {
	const letters = (await redis.xrangeBuffer(DEAD_LETTER_STREAM, '-', '+')).map(([, fields]) => fields);
	// the worker's own fields are the first four pairs
	return letters.filter((fields) => fields[5]?.toString() === stream && fields[7]?.toString() === entryId);
}

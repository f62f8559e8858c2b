import { sql } from 'drizzle-orm';
import type { Cursor } from '../../lib/events/cursor';
import { epochMicros } from '../epoch';
import { integers, type Reader, rowsOf } from './reader';

/** One event whole, as the ledger holds it, with its place in the chain. JSON columns are in jsonb's text form: no number is rounded. */
export interface LedgerEventRow {
	readonly zoneNo: number;
	readonly zoneId: string;
	readonly seq: number;
	readonly id: string;
	readonly occurredAt: bigint;
	readonly ingestedAt: bigint;
	readonly eventType: string;
	readonly requestId: string;
	readonly decision: string;
	readonly policySetId: string;
	readonly policySetVersionId: string;
	readonly manifestSha: string;
	readonly evaluationStatus: string;
	readonly determiningPoliciesText: string | null;
	readonly diagnosticsText: string | null;
	readonly metadataText: string | null;
	/** Lowercase hex, as are the other hashes. */
	readonly contentSha256: string;
	readonly prevContentSha256: string | null;
	readonly chainHmac: string | null;
	readonly ingestSignature: string | null;
	readonly streamNo: number;
	readonly entryMs: number;
	readonly entrySeq: number;
	readonly segmentNo: number;
	readonly segmentIndex: number;
}

interface RawEvent extends Record<string, unknown> {
	zone_no: number;
	zone_id: string;
	seq: string;
	id: string;
	occurred_at: string;
	ingested_at: string;
	event_type: string;
	request_id: string;
	decision: string;
	policy_set_id: string;
	policy_set_version_id: string;
	manifest_sha: string;
	evaluation_status: string;
	determining_policies: string | null;
	diagnostics: string | null;
	metadata: string | null;
	content_sha256: string;
	prev_content_sha256: string | null;
	chain_hmac: string | null;
	ingest_signature: string | null;
	stream_no: number;
	entry_ms: string;
	entry_seq: number;
	segment_no: string;
	segment_index: number;
}

/** The event at a place in the ledger, or null when the chain is not that long. */
export async function eventAt(reader: Reader, zoneNo: number, seq: number): Promise<LedgerEventRow | null> {
	const [row] = await rowsOf<RawEvent>(
		reader,
		sql`select e.zone_no, z.zone_id, e.chain_seq::text as seq, e.id, ${epochMicros(sql`e.occurred_at`)} as occurred_at,
				${epochMicros(sql`e.ingested_at`)} as ingested_at, e.event_type, e.request_id, e.decision, e.policy_set_id,
				e.policy_set_version_id, e.manifest_sha, e.evaluation_status, e.determining_policies_json as determining_policies,
				e.diagnostics_json as diagnostics, e.metadata_json as metadata,
				encode(e.content_sha256, 'hex') as content_sha256, encode(e.prev_content_sha256, 'hex') as prev_content_sha256,
				encode(e.chain_hmac, 'hex') as chain_hmac, encode(e.ingest_signature, 'hex') as ingest_signature,
				e.stream_no, e.entry_ms::text as entry_ms, e.entry_seq, e.segment_no::text as segment_no, e.segment_index
			from ledger_events e join zones z using (zone_no)
			where e.zone_no = ${zoneNo}::integer and e.chain_seq = ${seq}::bigint`,
	);
	if (row === undefined) return null;
	return {
		zoneNo: row.zone_no,
		zoneId: row.zone_id,
		seq: Number(row.seq),
		id: row.id,
		occurredAt: BigInt(row.occurred_at),
		ingestedAt: BigInt(row.ingested_at),
		eventType: row.event_type,
		requestId: row.request_id,
		decision: row.decision,
		policySetId: row.policy_set_id,
		policySetVersionId: row.policy_set_version_id,
		manifestSha: row.manifest_sha,
		evaluationStatus: row.evaluation_status,
		determiningPoliciesText: row.determining_policies,
		diagnosticsText: row.diagnostics,
		metadataText: row.metadata,
		contentSha256: row.content_sha256,
		prevContentSha256: row.prev_content_sha256,
		chainHmac: row.chain_hmac,
		ingestSignature: row.ingest_signature,
		streamNo: row.stream_no,
		entryMs: Number(row.entry_ms),
		entrySeq: row.entry_seq,
		segmentNo: Number(row.segment_no),
		segmentIndex: row.segment_index,
	};
}

/** The list position of the event at a place of a zone, or null when it is in none of the zones or not there. */
export async function cursorOfPlace(reader: Reader, zoneNos: readonly number[], zoneId: string, seq: number): Promise<Cursor | null> {
	const [row] = await rowsOf<{ zone_no: number; occurred_at: string }>(
		reader,
		sql`select e.zone_no, ${epochMicros(sql`e.occurred_at`)} as occurred_at from zones z join ledger_events e using (zone_no)
			where z.zone_id = ${zoneId} and z.zone_no = any(${integers(zoneNos)}) and e.chain_seq = ${seq}::bigint`,
	);
	return row === undefined ? null : { at: BigInt(row.occurred_at), zoneNo: row.zone_no, seq };
}

export interface PlaceRow {
	readonly zoneNo: number;
	readonly seq: number;
	readonly occurredAt: bigint;
}

/** Where events with this id stand, newest first, at most `rowsMax`. An id is unique only together with its time. */
export async function placesOfEventId(reader: Reader, zoneNos: readonly number[], id: string, rowsMax: number): Promise<PlaceRow[]> {
	const rows = await rowsOf<{ zone_no: number; seq: string; occurred_at: string }>(
		reader,
		sql`select zone_no, chain_seq::text as seq, ${epochMicros(sql`occurred_at`)} as occurred_at from ledger_events
			where id = ${id} and zone_no = any(${integers(zoneNos)}) order by ledger_events.occurred_at desc limit ${rowsMax}`,
	);
	return rows.map((row) => ({ zoneNo: row.zone_no, seq: Number(row.seq), occurredAt: BigInt(row.occurred_at) }));
}

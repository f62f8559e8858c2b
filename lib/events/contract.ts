import type { SourceStream } from '../streams/names';

/**
 * The one event contract of this project: what the worker appends, the ledger keeps and every view shows.
 * Decisions from `caracal.audit.events` and the entries of the four authority streams both become an `AuditEvent`.
 * Additive changes are read by older code; a changed meaning needs readers first, then writers.
 */

/** An instant in microseconds since the Unix epoch. A bigint, because years beyond 2255 exceed a double's integers. */
export type EpochMicros = bigint;

/** One event before it has a place in the ledger. Absent optional strings are `''`, as Caracal stores them. */
export interface AuditEvent {
	readonly id: string;
	readonly zoneId: string;
	readonly eventType: string;
	readonly requestId: string;
	readonly decision: string;
	readonly policySetId: string;
	readonly policySetVersionId: string;
	readonly manifestSha: string;
	readonly evaluationStatus: string;
	/** jsonb text form (wire reference 3.5), or null when absent or JSON null. */
	readonly determiningPoliciesText: string | null;
	readonly diagnosticsText: string | null;
	readonly metadataText: string | null;
	/** Truncated (toward minus infinity) to microseconds, UTC. */
	readonly occurredAt: EpochMicros;
}

/** Longest `id` and `zone_id` accepted, in UTF-8 bytes; longer ones are dead-lettered (they are index keys). */
export const ID_BYTES_MAX = 512;
/** Longest `data` accepted, in UTF-8 bytes. */
export const DATA_BYTES_MAX = 16 * 1024 * 1024;
/** Deepest JSON nesting accepted; Postgres's own parser gives up at a few thousand levels. */
export const JSON_DEPTH_MAX = 1000;

/** Where an event stands in the ledger and how it got there. */
export interface LedgerPlace {
	/** Gapless per zone, from 1. */
	readonly chainSeq: number;
	/** Lowercase hex. */
	readonly contentSha256: string;
	/** Lowercase hex, or null for a zone's first event. */
	readonly prevContentSha256: string | null;
	/** Lowercase hex, or `''` when the worker had no key. */
	readonly chainHmac: string;
	/** The producer's signature, lowercase hex, or null for an unsigned event. */
	readonly ingestSignature: string | null;
	readonly ingestedAt: EpochMicros;
	readonly stream: SourceStream;
	/** Redis entry id `<ms>-<seq>`; its first part is the second of the three clocks. */
	readonly entryId: string;
}

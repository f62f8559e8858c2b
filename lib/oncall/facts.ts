import type { EpochMicros } from '../events/contract';

/** Events of a minute, counted since 1970, by decision; `none` for those without one. */
export interface MinuteCount {
	readonly minute: number;
	readonly decision: string;
	readonly events: number;
}

/** Events of an hour, counted since 1970, by decision. */
export interface HourCount {
	readonly hour: number;
	readonly decision: string;
	readonly events: number;
}

/** What a type of a zone counted at an hour of the last days: yesterday first, as many as the zone has been there, at most DAYS. */
export interface UsualRow {
	readonly zoneNo: number;
	readonly termNo: number;
	readonly type: string;
	readonly perDay: readonly number[];
}

/** An approval that was asked for and not answered. */
export interface HeldRow {
	readonly zoneNo: number;
	readonly seq: number;
	readonly at: EpochMicros;
	readonly challenge: string;
	readonly app: string;
	readonly tier: string;
	readonly expiresAt: EpochMicros | null;
}

/** The revocations of a zone in the last day. */
export interface RevocationsRow {
	readonly zoneNo: number;
	readonly revocations: number;
	/** Decided so lately that mandates given before may still live. */
	readonly inFlight: number;
	/** Uses after them that a worker has found. */
	readonly uses: number;
	/** Ledger place of the newest one with any. */
	readonly brokenSeq: number | null;
}

/** What ingest found wrong with events of a zone. */
export interface FindingRow {
	readonly zoneId: string;
	readonly findings: number;
	readonly kind: string;
	readonly eventId: string;
	readonly at: EpochMicros;
}

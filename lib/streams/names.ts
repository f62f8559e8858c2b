/**
 * The Redis streams Caracal's producers write, and the numbers the ledger stores for them.
 * Source: wire reference 1.2. The numbers are persisted in `ledger_events.stream_no`: never renumber.
 */
export const AUDIT_STREAM = 'caracal.audit.events';
export const DEAD_LETTER_STREAM = 'caracal.audit.events.dlq';
export const SESSIONS_REVOKE_STREAM = 'caracal.sessions.revoke';
export const DELEGATIONS_INVALIDATE_STREAM = 'caracal.delegations.invalidate';
export const AGENTS_LIFECYCLE_STREAM = 'caracal.agents.lifecycle';
export const POLICY_INVALIDATE_STREAM = 'caracal.policy.invalidate';

/** The four streams whose entries are field maps signed with `_sig`. */
export const AUTHORITY_STREAMS = [
	SESSIONS_REVOKE_STREAM,
	DELEGATIONS_INVALIDATE_STREAM,
	AGENTS_LIFECYCLE_STREAM,
	POLICY_INVALIDATE_STREAM,
] as const;

/** Every stream the worker consumes. */
export const SOURCE_STREAMS = [AUDIT_STREAM, ...AUTHORITY_STREAMS] as const;

export type AuthorityStream = (typeof AUTHORITY_STREAMS)[number];
export type SourceStream = (typeof SOURCE_STREAMS)[number];

/** Persisted number of each source stream. */
export const STREAM_NO: Readonly<Record<SourceStream, number>> = {
	[AUDIT_STREAM]: 1,
	[SESSIONS_REVOKE_STREAM]: 2,
	[DELEGATIONS_INVALIDATE_STREAM]: 3,
	[AGENTS_LIFECYCLE_STREAM]: 4,
	[POLICY_INVALIDATE_STREAM]: 5,
};

/** The stream of a persisted number, or undefined for a number this version does not know. */
export function streamOfNo(streamNo: number): SourceStream | undefined {
	return SOURCE_STREAMS.find((stream) => STREAM_NO[stream] === streamNo);
}

/** One Redis stream entry as read: `fields` is the flat list field, value, field, value, ... in wire order. */
export interface StreamEntry {
	readonly stream: SourceStream;
	/** `<ms>-<seq>` as Redis assigned it. */
	readonly entryId: string;
	readonly fields: readonly string[];
}

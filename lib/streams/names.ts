/**
 * The Redis streams the worker consumes, and the numbers the ledger stores for them. Caracal's producers write all but one
 * (wire reference 1.2). The numbers are persisted in `ledger_events.stream_no`: never renumber.
 */
export const AUDIT_STREAM = 'caracal.audit.events';
export const DEAD_LETTER_STREAM = 'caracal.audit.events.dlq';
export const SESSIONS_REVOKE_STREAM = 'caracal.sessions.revoke';
export const DELEGATIONS_INVALIDATE_STREAM = 'caracal.delegations.invalidate';
export const AGENTS_LIFECYCLE_STREAM = 'caracal.agents.lifecycle';
export const POLICY_INVALIDATE_STREAM = 'caracal.policy.invalidate';
/** Our own: what people and tokens do in the console. Its only producer is the worker, from the console's outbox. */
export const CONSOLE_STREAM = 'caracal.console.events';

/** The four streams whose entries are field maps signed with `_sig`. */
export const AUTHORITY_STREAMS = [
	SESSIONS_REVOKE_STREAM,
	DELEGATIONS_INVALIDATE_STREAM,
	AGENTS_LIFECYCLE_STREAM,
	POLICY_INVALIDATE_STREAM,
] as const;

/** Every stream that Caracal's producers write. */
export const CARACAL_STREAMS = [AUDIT_STREAM, ...AUTHORITY_STREAMS] as const;

/** Every stream the worker consumes. */
export const SOURCE_STREAMS = [...CARACAL_STREAMS, CONSOLE_STREAM] as const;

export type CaracalStream = (typeof CARACAL_STREAMS)[number];
export type AuthorityStream = (typeof AUTHORITY_STREAMS)[number];
/** The streams whose entries hold one whole event as JSON in `data`, signed with `sig` under the audit key. */
export type DataStream = typeof AUDIT_STREAM | typeof CONSOLE_STREAM;
export type SourceStream = (typeof SOURCE_STREAMS)[number];

/** Whether entries of the stream are `data` and `sig`; those of all others are field maps with `_sig`. */
export function isDataStream(stream: SourceStream): stream is DataStream {
	return stream === AUDIT_STREAM || stream === CONSOLE_STREAM;
}

/** Persisted number of each source stream. */
export const STREAM_NO: Readonly<Record<SourceStream, number>> = {
	[AUDIT_STREAM]: 1,
	[SESSIONS_REVOKE_STREAM]: 2,
	[DELEGATIONS_INVALIDATE_STREAM]: 3,
	[AGENTS_LIFECYCLE_STREAM]: 4,
	[POLICY_INVALIDATE_STREAM]: 5,
	[CONSOLE_STREAM]: 6,
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

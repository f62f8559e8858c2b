import type { Segment } from '../events/words';

/** One event in a list. */
export interface EventItem {
	readonly zone: string;
	/** Place in the zone's chain, gapless from 1. */
	readonly seq: number;
	readonly id: string;
	readonly occurredAt: string;
	readonly ingestedAt: string;
	readonly type: string;
	/** `''` when the event carries none. */
	readonly decision: string;
	readonly evaluationStatus: string;
	readonly requestId: string;
	/** The event in one sentence. Text only; nothing in it is markup. */
	readonly sentence: readonly Segment[];
}

/** `GET /v1/events`: one page, newest first. */
export interface EventList {
	readonly events: readonly EventItem[];
	/** Cursor for `before`: older events beyond this page, or null when there are none. */
	readonly older: string | null;
	/** Cursor for `after`: newer events of the window beyond this page, or null when the page begins at its end. */
	readonly newer: string | null;
	/** The window the page is of; `to` is exclusive. Null leaves an end open. */
	readonly window: { readonly from: string | null; readonly to: string | null };
	/** How far the zones' chains reached when this was read, for `since`; null with too many zones to say. */
	readonly position: string | null;
	/** Events of these zones dated after the window's end and after now: a producer's clock is ahead. Counted up to 100. */
	readonly datedAhead: number;
	readonly readAt: string;
}

/** `GET /v1/events/count`. `exact` false: there are at least `total`. `total` null: counting took too long. */
export interface EventTotal {
	readonly total: number | null;
	readonly exact: boolean;
	/** By decision, largest first, `none` for events without one; empty when it was not counted. */
	readonly decisions: readonly { readonly decision: string; readonly events: number }[];
}

/** `GET /v1/events/new`: matching events appended behind a position. `exact` false: there are at least `total`. */
export interface NewEvents {
	readonly total: number;
	readonly exact: boolean;
}

/** `GET /v1/events/{zone}/{seq}`: one event whole. */
export interface EventDetail extends EventItem {
	readonly policySetId: string;
	readonly policySetVersionId: string;
	readonly manifestSha: string;
	/** JSON columns in jsonb's text form: no number is rounded. Null when the event has none. */
	readonly determiningPoliciesText: string | null;
	readonly diagnosticsText: string | null;
	readonly metadataText: string | null;
	readonly chain: {
		readonly contentSha256: string;
		/** Null for a zone's first event. */
		readonly prevContentSha256: string | null;
		/** Null when the worker had no key. */
		readonly hmac: string | null;
		/** The zone's newest place when this was read. */
		readonly headSeq: number;
	};
	/** The producer's signature, null for an unsigned event. */
	readonly signature: string | null;
	/** Redis stream and entry id; the stream is null for a number this version does not know. */
	readonly stream: string | null;
	readonly entryId: string;
	/** When Redis took the entry, from the entry id; milliseconds are all it has. */
	readonly streamedAt: string;
}

/** `GET /v1/events/{zone}/{seq}/signed-bytes`: the bytes the producer signed, from the sealed segment. */
export interface SignedBytes {
	/** The bytes as text when they are UTF-8, else null. */
	readonly text: string | null;
	readonly base64: string;
	readonly bytes: number;
	readonly sha256: string;
	readonly signature: string | null;
	/** What was signed: the `data` field, or the canonical form of the entry's fields. */
	readonly form: 'data' | 'fields';
}

/** `GET /v1/lookup?text=`: what a pasted text names in the zones the reader may see. */
export interface LookupResult {
	readonly events: readonly { readonly zone: string; readonly seq: number; readonly occurredAt: string }[];
	/** Events that carry it as request ID, counted up to 1,000. */
	readonly requestEvents: number;
}

/** What an error answer holds, whatever the endpoint. */
export interface ErrorBody {
	readonly code: string;
	readonly message: string;
	readonly todo: string;
	/** To quote: the log of the web process has it. */
	readonly requestId: string;
}

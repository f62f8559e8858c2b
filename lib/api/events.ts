import * as z from 'zod';
import { type DeepReadonly, type errorBodySchema, instant, sha256Hex } from './shapes';

export const segmentSchema = z.object({
	text: z.string(),
	kind: z.enum(['strong', 'code', 'plain']),
	whole: z.string().optional().describe('The uncut text, when `text` was cut'),
});

const item = {
	zone: z.string(),
	seq: z.int().min(1).describe("Place in the zone's chain, gapless from 1"),
	id: z.string(),
	occurredAt: instant,
	ingestedAt: instant,
	type: z.string(),
	decision: z.string().describe('Empty when the event carries none'),
	evaluationStatus: z.string(),
	requestId: z.string(),
	app: z.string().nullable().describe('Id of the application or workload that acts; null when the event carries none, as below'),
	appName: z.string().nullable(),
	resource: z.string().nullable(),
	reason: z.string().nullable().describe('Why it ended so, in a code'),
	policyVersion: z.string().nullable(),
	host: z.string().nullable().describe('Host the gateway called'),
	latencyMs: z.int().nullable(),
	labels: z.array(z.string()).describe('Labels of the session'),
	sentence: z.array(segmentSchema).describe('The event in one sentence. Text only; nothing in it is markup.'),
};

/** One event in a list. */
export const eventItemSchema = z.object(item).meta({ id: 'EventItem' });
export type EventItem = DeepReadonly<z.infer<typeof eventItemSchema>>;

/** `GET /v1/events`: one page, newest first. */
export const eventListSchema = z.object({
	events: z.array(eventItemSchema),
	older: z.string().nullable().describe('Cursor for `before`: older events beyond this page, or null when there are none'),
	newer: z
		.string()
		.nullable()
		.describe('Cursor for `after`: newer events of the window beyond this page, or null when the page begins at its end'),
	window: z
		.object({ from: instant.nullable(), to: instant.nullable() })
		.describe('The window the page is of; `to` is exclusive. Null leaves an end open.'),
	position: z
		.string()
		.nullable()
		.describe("How far the zones' chains reached when this was read, for `since`; null with too many zones to say"),
	datedAhead: z
		.int()
		.min(0)
		.describe("Events of these zones dated after the window's end and after now: a producer's clock is ahead. Counted up to 100."),
	readAt: instant,
	exact: z.boolean().describe('False: the search took too long and stopped at `searchedTo`; what lies beyond is asked for by the cursor'),
	searchedTo: instant.nullable().describe('How far the search came in its direction when `exact` is false, else null'),
});
export type EventList = DeepReadonly<z.infer<typeof eventListSchema>>;

/** `GET /v1/events/count`. */
export const eventTotalSchema = z.object({
	total: z.int().min(0).nullable().describe('Null: counting took too long'),
	exact: z.boolean().describe('False: there are at least `total`'),
	source: z.enum(['rollup', 'projection', 'ledger']).describe('What it was counted from'),
	decisions: z
		.array(z.object({ decision: z.string(), events: z.int().min(0) }))
		.describe('By decision, largest first, `none` for events without one; empty when it was not counted'),
});
export type EventTotal = DeepReadonly<z.infer<typeof eventTotalSchema>>;

/** `GET /v1/events/new`: matching events appended behind a position. */
export const newEventsSchema = z.object({
	total: z.int().min(0),
	exact: z.boolean().describe('False: there are at least `total`'),
});
export type NewEvents = DeepReadonly<z.infer<typeof newEventsSchema>>;

/** `GET /v1/events/{zone}/{seq}`: one event whole. JSON columns as text: no number is rounded. Secrets in it are masked. */
export const eventDetailSchema = z.object({
	...item,
	policySetId: z.string(),
	policySetVersionId: z.string(),
	manifestSha: z.string(),
	determiningPoliciesText: z.string().nullable().describe('JSON as stored, as text; null when the event has none'),
	diagnosticsText: z.string().nullable(),
	metadataText: z.string().nullable(),
	chain: z.object({
		contentSha256: sha256Hex,
		prevContentSha256: sha256Hex.nullable().describe("Null for a zone's first event"),
		hmac: sha256Hex.nullable().describe('Null when the worker had no key'),
		headSeq: z.int().min(0).describe("The zone's newest place when this was read"),
	}),
	signature: z.string().nullable().describe("The producer's signature, null for an unsigned event"),
	stream: z.string().nullable().describe('Redis stream; null for a number this version does not know'),
	entryId: z.string().describe('Entry id in the stream'),
	streamedAt: instant.describe('When Redis took the entry, from the entry id; milliseconds are all it has'),
});
export type EventDetail = DeepReadonly<z.infer<typeof eventDetailSchema>>;

/** `GET /v1/events/{zone}/{seq}/signed-bytes`: the bytes the producer signed, from the sealed segment. */
export const signedBytesSchema = z.object({
	text: z.string().nullable().describe('The bytes as text when they are UTF-8, else null'),
	base64: z.string(),
	bytes: z.int().min(0),
	sha256: sha256Hex,
	signature: z.string().nullable(),
	form: z.enum(['data', 'fields']).describe("What was signed: the `data` field, or the canonical form of the entry's fields"),
});
export type SignedBytes = DeepReadonly<z.infer<typeof signedBytesSchema>>;

/** `GET /v1/lookup?text=`: what a pasted text names in the zones the reader may see. */
export const lookupResultSchema = z.object({
	events: z.array(z.object({ zone: z.string(), seq: z.int().min(1), occurredAt: instant })),
	requestEvents: z.int().min(0).describe('Events that carry it as request ID, counted up to 1,000'),
});
export type LookupResult = DeepReadonly<z.infer<typeof lookupResultSchema>>;

export type ErrorBody = DeepReadonly<z.infer<typeof errorBodySchema>>;

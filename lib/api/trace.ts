import * as z from 'zod';
import type { Segment } from '../events/words';
import type { Diff } from '../trace/diff';
import type { RequestTrace, Trace } from '../trace/trace';
import { segmentSchema } from './events';
import { type DeepReadonly, instant } from './shapes';

/** A sentence; the type says what the schema does: `whole` is there or it is not, never undefined. */
const sentence = z.array(segmentSchema).readonly() as unknown as z.ZodType<readonly Segment[]>;
const place = z.object({ zone: z.string(), seq: z.int().min(1) });
/** A list whose items are told in words: they are what lib/trace makes of events, and say more every version. */
const items = (about: string) => z.array(z.unknown()).describe(about);

const requestTraceSchema = z
	.looseObject({
		zone: z.string(),
		app: z.string().describe('Id of the application; empty when no event names one'),
		appName: z.string(),
		from: instant,
		to: instant,
		meaning: z.string().describe('What came of it on the whole: `allow`, `deny`, `held`, `failed`, `mixed`, ...'),
		sentence: sentence.describe('What came of it, by resource. Text only; nothing in it is markup.'),
		next: z.looseObject({ text: sentence, because: z.string() }).describe('What to do now, and the code it follows from'),
		resources: items('What came of it on each resource: `resource`, `outcomes`, `final`, `meaning`'),
		violations: items('Decisions that allowed something after the authority for it had ended'),
		policy: z.looseObject({}).describe('Determining policies, versions and manifests'),
		approvals: items('The whole life of every approval it waited for'),
		chains: items('Who acted for whom, link by link, and whether each link lived then and lives now'),
		chainsLeftOut: z.int().min(0),
		timeline: z.looseObject({ start: instant, spanMicros: z.number() }).describe('Lanes, steps and marks of the clocks'),
		ghosts: items('Steps that should be there and are not, each with how sure that is'),
		events: items('Its own events in order of occurrence'),
		related: items('Events that belong to it under other request IDs, with the relation of each'),
		relatedLeftOut: z.int().min(0),
		counts: z.looseObject({ events: z.int().min(0), related: z.int().min(0) }).describe('How long the long lists are'),
		explanation: z.looseObject({ sentence }).describe('The sentence, the tree of checks for each decision, and the raw input'),
		traceIds: z.array(z.string()),
		tokenIds: z.array(z.string()),
		contradictions: z.array(z.string()).describe('What does not fit together, in words'),
	})
	.meta({ id: 'RequestTrace' }) as unknown as z.ZodType<RequestTrace>;

const traceSchema = z.looseObject({
	requestId: z.string(),
	requests: z.array(requestTraceSchema).describe('Requests that share the ID, the earliest first; empty when no event carries it'),
	requestsLeftOut: z.int().min(0),
	apart: z.array(z.enum(['zone', 'application', 'time'])).describe('What told the requests apart; empty for one'),
	apartWords: sentence,
}) as unknown as z.ZodType<Trace>;

/** Kinds of identifiers that are taken for a request ID. */
export const ID_KINDS = ['event', 'session', 'authority', 'delegation', 'approval', 'trace', 'token'] as const;
export type IdKind = (typeof ID_KINDS)[number];

const otherKindSchema = z.object({
	kind: z.enum(ID_KINDS),
	events: z.int().min(1).describe('Events that carry it so, counted up to 100'),
	exact: z.boolean().describe('False: there are at least `events`'),
	place: place.describe('The newest of them'),
	at: instant,
	requests: z
		.array(z.object({ zone: z.string(), requestId: z.string(), at: instant }))
		.describe('The newest requests among them, newest first'),
	query: z.string().nullable().describe('What finds them in the search; null when they cannot be asked for there'),
});

const deadLettersSchema = z.object({
	total: z.int().min(0).nullable().describe('Entries set aside because they could not be taken, of all zones; null: not known'),
	looked: z.boolean().describe('Whether they were searched for the ID. False: it may be among them'),
	why: z.string().describe('Why they were not searched, or not all of them; empty when they were'),
	letters: z
		.array(z.object({ zone: z.string().nullable(), reason: z.string(), at: instant }))
		.describe('Those that mention the ID, of zones the reader may read; newest first, at most 20'),
});

const elsewhereSchema = z.object({
	otherKinds: z.array(otherKindSchema).describe('What else the text is the identifier of'),
	lookedFor: z.boolean().describe('False: looking for other kinds took too long, so `otherKinds` may lack some'),
	deadLetters: deadLettersSchema,
	alerts: z
		.array(z.object({ zone: z.string(), kind: z.string(), at: instant }))
		.describe('Findings of the ingest about an event of this ID'),
	lag: z.object({
		entries: z.int().min(0).nullable().describe('Entries not yet in the ledger; null: not known'),
		ms: z.number().min(0).nullable().describe('Age of the oldest of them'),
		workersAlive: z.int().min(0),
		lastCommitAt: instant.nullable(),
	}),
	retention: z.object({
		days: z.int().nullable().describe('Days events are kept; null: for ever'),
		zones: z
			.array(z.object({ zone: z.string(), since: instant.nullable() }))
			.describe('Since when each zone has events; null: it has none'),
	}),
	otherZones: z.string().describe('What can be said of zones the reader may not read: nothing'),
});

/** `GET /v1/zones/{zone}/requests/{id}` and `GET /v1/requests/{id}`: all that is known of a request ID. */
export const requestAnswerSchema = z.object({
	requestId: z.string().describe('As asked; masked if it looks like a secret'),
	now: instant,
	completeTo: instant.nullable().describe('What reached the streams before this is in the ledger; null: not known'),
	zones: z.array(z.string()).describe('Zones searched'),
	trace: traceSchema,
	eventsLeftOut: z.int().min(0).describe('Events of the ID beyond the 10,000 earliest'),
	lookupsCut: z
		.array(
			z.object({
				relation: z.enum(['approval', 'authority', 'session', 'token', 'trace', 'policy']),
				valuesLeftOut: z.int().min(0).describe('Identifiers that were not followed'),
				rowsCut: z.boolean().describe('There are more related events than were read, or reading them took too long'),
			}),
		)
		.describe('Where related events may be missing; empty when all were read'),
	elsewhere: elsewhereSchema.nullable().describe('Where it could be; only when no event carries the ID'),
});
export type RequestAnswer = DeepReadonly<Omit<z.infer<typeof requestAnswerSchema>, 'trace'>> & { readonly trace: Trace };
export type Elsewhere = DeepReadonly<z.infer<typeof elsewhereSchema>>;
export type OtherKind = DeepReadonly<z.infer<typeof otherKindSchema>>;

const baselineSchema = z.object({
	match: z.enum(['application and resource', 'session', 'scopes', 'chosen']).describe('Why it was taken; `chosen`: it was named'),
	requestId: z.string(),
	zone: z.string(),
	seq: z.int().min(1).describe('Place of its decision'),
	at: instant,
});

/** `GET /v1/zones/{zone}/requests/{id}/changes`: a request beside another one. */
export const requestChangesSchema = z.object({
	baseline: baselineSchema.nullable(),
	diff: z
		.looseObject({
			before: z.looseObject({}),
			after: z.looseObject({}),
			fields: items('What is laid side by side: `name`, `before`, `after`, `state`'),
			differing: z.int().min(0),
			same: z.int().min(0),
			changes: items('What happened between the two, earliest first'),
			changesLeftOut: z.int().min(0),
			cause: z.looseObject({ sentence }).describe('The likeliest cause, and how sure that is'),
		})
		.nullable() as unknown as z.ZodType<Diff | null>,
	why: z.string().describe('Why there is nothing to compare with, or what the comparison lacks; empty when nothing'),
});
export type RequestChangesAnswer = DeepReadonly<Omit<z.infer<typeof requestChangesSchema>, 'diff'>> & { readonly diff: Diff | null };

import * as z from 'zod';
import type { BlastRadius } from '../authority/blast';
import type { Cascade } from '../authority/cascade';
import type { ConsumerVerdict } from '../authority/consumers';
import type { Narrowing } from '../authority/edge-scopes';
import type { EffectiveAuthority } from '../authority/effective';
import type { Neighbourhood } from '../authority/neighbourhood';
import type { Paths } from '../authority/paths';
import type { EdgeRow, RecordRow, RevocationRow, SessionRow } from '../authority/rows';
import type { Standing } from '../authority/standing';
import type { Uses } from '../authority/uses';
import type { Verdict } from '../authority/verdict';
import { type DeepReadonly, instant } from './shapes';

/**
 * The authority graph as the API gives it. What `lib/authority` makes is given as it is, so that the browser can go on with it
 * (collapse, layout): rows keep their instants as microseconds since 1970, as numbers. Texts are masked.
 */

/** What lib/authority makes; the schema says the least that programs may rely on. */
const made = <T>(about: string) => z.looseObject({}).describe(about) as unknown as z.ZodType<T>;
const madeOr = <T>(about: string) => z.looseObject({}).nullable().describe(about) as unknown as z.ZodType<T | null>;
const madeMap = <T>(about: string) =>
	z.record(z.string(), z.looseObject({})).describe(about) as unknown as z.ZodType<Readonly<Record<string, T>>>;

export const AUTHORITY_DEPTH_MAX = 10;

/** What every answer about a moment says of it. */
const moment = {
	zone: z.string(),
	at: instant.describe('The moment that is shown'),
	now: instant,
	isPast: z.boolean().describe('A moment was asked for'),
	seq: z.int().min(0).describe('How far the ledger of the zone had come'),
	isCut: z.boolean().describe('A ceiling was met: something may be missing'),
};

export const AUTHORITY_HIT_KINDS = ['session', 'application', 'edge', 'resource', 'subject', 'label'] as const;

const hitSchema = z.object({
	kind: z.enum(AUTHORITY_HIT_KINDS),
	id: z.string().describe('Of a resource or label the text itself; of a subject what it is called'),
	name: z.string().describe('Name of the application; empty where there is none'),
	sessions: z.array(z.string()).describe('Sessions to begin the graph with, the newest first'),
	more: z.boolean().describe('There are more sessions than are listed'),
	lastAt: z.number().nullable().describe('When it was last seen, in microseconds since 1970, to the minute'),
	state: z.string().nullable().describe('How a session or delegation stands now'),
});
export type AuthorityHit = DeepReadonly<z.infer<typeof hitSchema>>;

/** `GET /v1/zones/{zone}/authority/search` */
export const authoritySearchSchema = z.object({ zone: z.string(), q: z.string(), hits: z.array(hitSchema) });
export type AuthoritySearch = DeepReadonly<z.infer<typeof authoritySearchSchema>>;

/** `GET /v1/zones/{zone}/authority/graph` */
export const authorityGraphSchema = z.object({
	...moment,
	focus: z.array(z.string()).describe('Sessions that were looked for'),
	focusMore: z.boolean().describe('There are more of them'),
	depth: z.int(),
	graph: made<Neighbourhood>('`nodes`, `edges`, `parents`, and how much was left out'),
	narrowings: madeMap<Narrowing>('By delegation: how it is narrower than what its source holds; absent where nothing is above'),
	struck: z.object({ edges: z.array(z.string()), sessions: z.array(z.string()) }).describe('Left out on request: what if they were gone'),
});
export type AuthorityGraph = DeepReadonly<Omit<z.infer<typeof authorityGraphSchema>, 'graph' | 'narrowings'>> & {
	readonly graph: Neighbourhood;
	readonly narrowings: Readonly<Record<string, Narrowing>>;
};

/** A delegation with how it stands. */
export interface StandingEdge {
	readonly row: EdgeRow;
	readonly standing: Standing;
}
export interface StandingSession {
	readonly row: SessionRow;
	readonly standing: Standing;
}
const standingEdges = (about: string) => z.array(z.looseObject({})).describe(about) as unknown as z.ZodType<readonly StandingEdge[]>;
const standingSessions = (about: string) => z.array(z.looseObject({})).describe(about) as unknown as z.ZodType<readonly StandingSession[]>;

/** `GET /v1/zones/{zone}/authority/sessions/{id}` */
export const authoritySessionSchema = z.object({
	...moment,
	id: z.string(),
	session: madeOr<SessionRow>('Null: it is only named by others'),
	standing: made<Standing>('How it stands at the moment'),
	record: madeOr<RecordRow>('The authority record it presents'),
	recordStanding: madeOr<Standing>('How that stands'),
	parents: standingSessions('The sessions above it, the nearest first'),
	children: standingSessions('The sessions it started, at most 200'),
	held: standingEdges('Delegations to it, at most 500, those that hold first'),
	given: standingEdges('Delegations from it, likewise'),
	effective: made<EffectiveAuthority>('What it can do, and through which path each scope came'),
	query: z.string().describe('What finds its events in the search'),
});
export type AuthoritySession = DeepReadonly<
	Pick<z.infer<typeof authoritySessionSchema>, 'zone' | 'at' | 'now' | 'isPast' | 'seq' | 'isCut' | 'id' | 'query'>
> &
	Pick<
		z.infer<typeof authoritySessionSchema>,
		'session' | 'standing' | 'record' | 'recordStanding' | 'parents' | 'children' | 'held' | 'given' | 'effective'
	>;

/** `GET /v1/zones/{zone}/authority/edges/{id}` */
export const authorityEdgeSchema = z.object({
	...moment,
	edge: made<EdgeRow>('The delegation'),
	standing: made<Standing>('How it stands at the moment'),
	source: madeOr<StandingSession>('Who gave it'),
	target: madeOr<StandingSession>('Who holds it'),
	above: standingEdges('What its source holds, at most 500'),
	narrowing: madeOr<Narrowing>('How it is narrower than those'),
	query: z.string(),
});
export type AuthorityEdge = z.infer<typeof authorityEdgeSchema>;

/** `GET /v1/zones/{zone}/authority/paths` */
export const authorityPathsSchema = z.object({
	...moment,
	from: z.string(),
	resource: z.string(),
	paths: made<Paths>('All shortest paths, how many there are, what all of them share and what cuts them'),
	sessions: madeMap<StandingSession>('Sessions on the paths, by id'),
	edges: madeMap<StandingEdge>('Delegations on the paths, by id'),
});
export type AuthorityPaths = z.infer<typeof authorityPathsSchema>;

/** `GET /v1/zones/{zone}/authority/impact` */
export const authorityImpactSchema = z.object({
	...moment,
	starts: z.array(z.object({ kind: z.enum(['edge', 'session', 'record']), id: z.string() })),
	blast: made<BlastRadius>('All that would fall, each once, in the order it falls; and what survives'),
	sessions: madeMap<StandingSession>('Sessions that would fall or survive, by id, at most 2000'),
	edges: madeMap<StandingEdge>('Delegations that would fall, by id, at most 2000'),
	rate: z
		.object({
			perMinute: z.number().min(0),
			minutes: z.number().min(0).describe('Over how many minutes before now that was counted'),
		})
		.describe('Requests a minute by what would fall'),
	revoke: z
		.object({
			isOffered: z.boolean().describe('A coordinator is configured and you may revoke'),
			command: z.string().describe('The command that revokes exactly this; empty where Caracal has none'),
			confirmation: z.string().describe('What has to be typed'),
		})
		.describe('How to do it'),
});
export type AuthorityImpact = z.infer<typeof authorityImpactSchema>;

const revocationItemSchema = z.object({
	revocation: made<RevocationRow>('The revocation'),
	at: instant.describe('When it was decided'),
	fallen: z
		.object({ edges: z.int(), sessions: z.int() })
		.nullable()
		.describe('What a revoked delegation took down; null: see the revocation itself'),
	violations: z.int().nullable().describe('Uses after it that a worker has found; null: not looked yet'),
	checkedAt: instant.nullable(),
});
export type RevocationItem = z.infer<typeof revocationItemSchema>;

/** `GET /v1/zones/{zone}/authority/revocations` */
export const authorityRevocationsSchema = z.object({
	zone: z.string(),
	now: instant,
	revocations: z.array(revocationItemSchema).describe('Newest first'),
	older: z.string().nullable().describe('Cursor for `before`; null when there are none'),
});
export type AuthorityRevocations = z.infer<typeof authorityRevocationsSchema>;

/** `GET /v1/zones/{zone}/authority/revocations/{seq}` */
export const authorityRevocationSchema = z.object({
	...moment,
	revocation: made<RevocationRow>('The revocation'),
	cascade: made<Cascade>('What fell, announced, computed or confirmed, with times in milliseconds from the revocation'),
	sessions: madeMap<StandingSession>('Sessions of the cascade, and those its delegations stand between, by id'),
	edges: madeMap<StandingEdge>('Delegations of the cascade by id'),
	consumers: z.array(z.looseObject({})).describe('Every consumer group sampled: who has heard') as unknown as z.ZodType<
		readonly ConsumerVerdict[]
	>,
	consumersNotSampled: z.int().min(0).describe('Groups that were first seen after the revocation: nothing can be said of them'),
	objectiveMs: z.number(),
	toleranceMs: z.number(),
	uses: made<Uses>('What was done under it after it: `violations`, `races`, `refusals`, `inFlight`, `mandates`'),
	usesAreWhole: z.boolean().describe('False: there were too many events to look at all'),
	verdict: made<Verdict>('One sentence that claims no more than the record can'),
});
export type AuthorityRevocation = z.infer<typeof authorityRevocationSchema>;

/** A row of the table twin. */
export const authorityRowSchema = z.object({
	kind: z.enum(['session', 'delegation']),
	id: z.string(),
	state: z.string(),
	known: z.string(),
	since: z.string(),
	application: z.string(),
	application_name: z.string(),
	source: z.string(),
	target: z.string(),
	scopes: z.string(),
	resource: z.string(),
	labels: z.string(),
	began: z.string(),
	expires: z.string(),
	ended: z.string(),
	last_used: z.string(),
	reason: z.string(),
	depth: z.string(),
});
export type AuthorityTableRow = Readonly<z.infer<typeof authorityRowSchema>>;
export const authorityExportSchema = z.object({
	rows: z.array(authorityRowSchema),
	trailer: z.object({ rows: z.int(), complete: z.boolean() }),
});

/** `POST /v1/zones/{zone}/authority/revoke` */
export const revokeAnswerSchema = z.object({
	outcome: z.enum(['revoked', 'command']).describe('`command`: no coordinator is configured; run the command'),
	command: z.string(),
	recorded: z.literal(true),
});
export type RevokeAnswer = DeepReadonly<z.infer<typeof revokeAnswerSchema>>;

import type { Mark, Micros, Said } from './order';

/**
 * The rows of the projection. Every field follows from the set of events alone, not from their order, so that a rebuild gives the
 * same bytes. Texts are bounded (idOf), lists have ceilings, and what is unknown is null. Last times (`lastAt`, `usedAt`) are kept to the minute.
 */

/** Different scopes of one kind kept of a delegation; Caracal's have a handful. */
export const SCOPES_MAX = 64;
/** Resources kept of a session or delegation. */
export const RESOURCES_MAX = 16;
/** Changes kept from the beginning and from the end of a session's life: one may be suspended and resumed without limit. */
export const CHANGES_MAX = 16;
export const LABELS_KEPT_MAX = 16;
/** Elements a computed cascade holds at most. */
export const FALLS_MAX = 20_000;

/** A resource with the last time it was used, to the minute. */
export interface UsedResource {
	readonly resource: string;
	readonly lastAt: Micros;
}

/** How a delegation or record ended, as an event announces it. */
export interface End extends Mark {
	readonly how: 'revoked' | 'expired';
	readonly reason: string;
	/** Version of the zone's graph after it, where the event tells. */
	readonly epoch: number | null;
	/** The announcement names the whole cascade: how many delegations fell, null where the event does not count. */
	readonly affected: number | null;
	/** When the coordinator wrote it, read from the entry's outbox id; `at` where that tells nothing. */
	readonly decidedAt: Micros;
}

/** A delegation from one session to another. */
export interface EdgeRow {
	zone: string;
	id: string;
	source: Said<string> | null;
	target: Said<string> | null;
	/** The delegation above it, where an event names it. */
	parentEdge: Said<string> | null;
	/** Null: its creation is not on record, it was first seen in use. */
	created: Mark | null;
	first: Mark;
	lastAt: Micros;
	/** The first announcement of its end. */
	ended: End | null;
	/** The first announcement that makes it the root of a cascade. */
	revoked: End | null;
	/** Instant in microseconds. */
	expires: Said<number> | null;
	/** All it carries, where its creation lists them. Caracal's own does not. */
	scopesWhole: readonly string[] | null;
	/** Allowed through it, so at least these. */
	scopesUsed: readonly string[];
	/** Asked for through it and refused because it lacks them. */
	scopesRefused: readonly string[];
	resource: Said<string> | null;
	/** Constraints as JSON text, where an event carries them. */
	constraints: Said<string> | null;
	resources: readonly UsedResource[];
	/** Its place below the root, from 1; the smallest seen. */
	hop: number | null;
	/** Of the graph at its creation. */
	epoch: Said<number> | null;
	/** Last time something was allowed through it, to the minute. */
	usedAt: Micros | null;
	/** Events contradict each other about its ends. */
	isTorn: boolean;
	/** More scopes or resources than are kept. */
	isCut: boolean;
}

export interface SessionChange extends Mark {
	readonly what: 'suspended' | 'resumed' | 'revoked' | 'terminated';
	readonly reason: string;
}

/** A session: one governed run of an application. */
export interface SessionRow {
	zone: string;
	id: string;
	app: Said<string> | null;
	/** The latest name of its application. */
	appName: Said<string> | null;
	parent: Said<string> | null;
	/** Authority record it presents. */
	record: Said<string> | null;
	subjectKind: Said<string> | null;
	lifecycle: Said<string> | null;
	depth: Said<number> | null;
	/** JSON array of texts: the latest labels. */
	labels: Said<string> | null;
	/** Null: its start is not on record. */
	started: Mark | null;
	first: Mark;
	lastAt: Micros;
	/** The first announcement that it is over for good. */
	ended: (Mark & { readonly reason: string }) | null;
	/** Suspensions and the like, in order: the first and the last of them. */
	changes: readonly SessionChange[];
	resources: readonly UsedResource[];
	usedAt: Micros | null;
	isTorn: boolean;
	isCut: boolean;
}

/** An authority record: whose authority it is. The wire calls its id `session_id`. */
export interface RecordRow {
	zone: string;
	id: string;
	subject: Said<string> | null;
	subjectKind: Said<string> | null;
	issuer: Said<string> | null;
	first: Mark;
	lastAt: Micros;
	revoked: End | null;
}

/** An event that takes authority away. One change of Caracal's may be several. */
export interface RevocationRow {
	zone: string;
	/** Its place in the ledger, which names it. */
	seq: number;
	kind: 'delegation' | 'expiry' | 'session' | 'record' | 'grant' | 'subject';
	/** What it names: delegation, session, record or grant; of an expiry the first delegation. */
	id: string;
	/** Session and record that the event names beside it. */
	session: string;
	record: string;
	at: Micros;
	decidedAt: Micros;
	reason: string;
	epoch: number | null;
	/** Delegations that fell, by Caracal's own count. */
	affected: number | null;
	/** Delegations an expiry names, at most FALLS_MAX. */
	edges: readonly string[];
}

/** What falls with a revoked delegation by the rules of Caracal, whether or not a stream names it. */
export interface FallRow {
	zone: string;
	/** The delegation whose revocation took it down. */
	root: string;
	kind: 'session' | 'edge';
	id: string;
	at: Micros;
	/** `root`: revoked itself. `reached`: by following delegations. `target`: a session those lead to. `below`: descends from such a session. `touching`: begins or ends at one. */
	step: 'root' | 'reached' | 'target' | 'below' | 'touching';
	/** What took it down: a delegation or session nearer to the root; `''` at the root. */
	via: string;
	/** Steps from the root. */
	depth: number;
	/** Its place in the order they fall, from 0. */
	order: number;
}

import { AuthorityGraph, chainOf, type Edge, pathOf, type Session } from '../authority/graph';
import { recordId } from '../ids';
import type { Wire } from '../producers/audit-entry';
import type { Authority } from '../producers/sts';
import { Schedule } from '../schedule';
import { peopleOf } from '../world/people';
import { nextActivationMs, policyNumberAt, policyVersion } from '../world/policy';
import type { Application, Person, PolicyVersion, Resource, Zone } from '../world/types';

/** A session is not used in its last seconds, so that what follows a request still falls into its life. */
const USE_BEFORE_END_MS = 5000;
const CLEANER_MS = 15 * 60_000;
/** Start of the count of epochs, so that runs after one another keep rising: one step per ten seconds leaves room. */
const EPOCH_ZERO_MS = Date.UTC(2026, 10, 1);
const EPOCH_STEP_MS = 10_000;

/** Everything that goes on in one zone. */
export interface ZoneState {
	readonly zone: Zone;
	readonly graph: AuthorityGraph;
	readonly people: readonly Person[];
	/** Sessions that end by themselves, by their end. */
	readonly endings: Schedule<Session>;
	/** How much longer sessions live than in busy traffic, so that sparse traffic finds some too. */
	readonly patience: number;
	/** Nobody revokes anything before this: a run of requests under one session is under way. */
	busyUntilMs: number;
	policyNumber: number;
	activationMs: number;
	cleanerMs: number;
}

export function zoneState(zone: Zone, startMs: number, patience: number): ZoneState {
	return {
		zone,
		graph: new AuthorityGraph(zone, Math.max(1, Math.floor((startMs - EPOCH_ZERO_MS) / EPOCH_STEP_MS))),
		people: peopleOf(zone.id),
		endings: new Schedule(),
		patience,
		busyUntilMs: 0,
		policyNumber: policyNumberAt(zone.id, startMs),
		activationMs: nextActivationMs(zone.id, startMs),
		cleanerMs: (Math.floor(startMs / CLEANER_MS) + 1) * CLEANER_MS,
	};
}

export function cleanerDone(state: ZoneState): void {
	state.cleanerMs += CLEANER_MS;
}

export function currentPolicy(state: ZoneState): PolicyVersion {
	return policyVersion(state.zone.id, state.policyNumber);
}

/** Who acts in a request: an application, alone or as an agent in a session, with what it may reach. */
export interface Actor {
	readonly application: Application;
	readonly authority: Authority;
	readonly session: Session | null;
	readonly path: readonly Edge[];
	readonly fingerprint: string;
}

/** A resource an actor may ask for, and which of its scopes. */
export interface Reach {
	readonly resource: Resource;
	readonly scopes: readonly string[];
}

const reaches = new WeakMap<Application | Edge, readonly Reach[]>();

/** What an actor may ask for: its role's resources and, when delegated, only scopes its last edge grants. */
export function reachable(actor: Actor): readonly Reach[] {
	const key = actor.path.at(-1) ?? actor.application;
	const known = reaches.get(key);
	if (known !== undefined) return known;
	const granted = actor.path.at(-1)?.scopes;
	const reach = actor.application.resources
		.map((resource) => ({ resource, scopes: granted === undefined ? resource.scopes : resource.scopes.filter((s) => granted.includes(s)) }))
		.filter(({ scopes }) => scopes.length > 0);
	reaches.set(key, reach);
	return reach;
}

const actors = new WeakMap<Session, Actor>();

/** The actor of a session, or null when its delegation no longer holds at that time. */
export function actorOf(session: Session, atMs: number, { epoch, revokedRecords }: AuthorityGraph): Actor | null {
	if (revokedRecords.has(session.authorityRecordId)) return null;
	if (atMs < session.usableMs || session.endMs - atMs < USE_BEFORE_END_MS) return null;
	const path = pathOf(session, atMs + USE_BEFORE_END_MS);
	if (path === null) return null;
	const known = actors.get(session);
	if (known !== undefined && known.path.at(-1) === path.at(-1) && (path.length === 0 || known.authority.epoch === epoch)) return known;
	const authority: Authority = {
		authorityRecordId: session.authorityRecordId,
		subjectKind: session.subjectKind,
		session: {
			id: session.id,
			lifecycle: session.application.lifecycle,
			labels: session.labels,
			depth: session.depth,
			parentId: session.parent?.id,
		},
		...(path.length > 0 && { chain: chainOf(path), epoch }),
	};
	const actor = { application: session.application, authority, session, path, fingerprint: session.fingerprint };
	actors.set(session, actor);
	return actor;
}

/** Whether an actor's session and every delegation above it still hold. */
export function canStillAct({ session, authority }: Actor, atMs: number, { revokedRecords }: AuthorityGraph): boolean {
	return !revokedRecords.has(authority.authorityRecordId) && (session === null || pathOf(session, atMs) !== null);
}

/** An application that acts for itself, without a session. */
export function directActor(state: ZoneState, wire: Wire, atMs: number, application: Application): Actor {
	return {
		application,
		authority: { authorityRecordId: state.graph.recordOf(application, () => recordId(wire.rng, atMs)), subjectKind: 'application' },
		session: null,
		path: [],
		fingerprint: wire.rng.hex(16),
	};
}

/** A session that can be used now, deep ones more often; null when there is none. */
export function pickSession(state: ZoneState, wire: Wire, atMs: number): Actor | null {
	const sessions = [...state.graph.sessions.values()];
	if (sessions.length === 0) return null;
	let deepest: Actor | null = null;
	for (let attempt = 0; attempt < 5; attempt++) {
		const actor = actorOf(wire.rng.pick(sessions), atMs, state.graph);
		if (actor !== null && (deepest === null || actor.path.length > deepest.path.length)) deepest = actor;
		if (deepest !== null && attempt >= 3) break;
	}
	return deepest;
}

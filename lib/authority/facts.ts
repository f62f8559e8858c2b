import { field, numberAt, objectOf, textAt, textsAt } from '../events/read-json';
import { parseRfc3339Micros } from '../time';
import { placedAt } from '../trace/clocks';
import type { TraceEvent } from '../trace/event';
import { HOPS_MAX } from '../trace/reading';
import { constraintsText, idOf, idsOf } from './bounds';
import { decidedAt } from './decided';
import { type Mark, type Micros, microsOf } from './order';
import { type End, LABELS_KEPT_MAX, SCOPES_MAX, type SessionChange } from './rows';

/** Delegations that one event may name; the cleaner's batches are far smaller. */
export const NAMED_MAX = 10_000;

/** What one event says of one delegation. `rank`: 0 its own event, 1 a decision that used it. */
export interface EdgeFact {
	readonly link: 'edge';
	readonly id: string;
	readonly rank: number;
	readonly source?: string;
	readonly target?: string;
	readonly parentEdge?: string;
	readonly isCreation?: boolean;
	readonly end?: End;
	/** Its end is the root of a cascade. */
	readonly isRoot?: boolean;
	readonly expires?: number;
	readonly scopesWhole?: readonly string[];
	readonly scopesUsed?: readonly string[];
	readonly scopesRefused?: readonly string[];
	readonly resource?: string;
	readonly constraints?: string;
	readonly usedOn?: string;
	readonly hop?: number;
	readonly epoch?: number;
	readonly isUse?: boolean;
}

/** What one event says of one session. */
export interface SessionFact {
	readonly link: 'session';
	readonly id: string;
	readonly rank: number;
	readonly app?: string;
	readonly appName?: string;
	readonly parent?: string;
	readonly record?: string;
	readonly subjectKind?: string;
	readonly lifecycle?: string;
	readonly depth?: number;
	readonly labels?: string;
	readonly isStart?: boolean;
	readonly change?: SessionChange;
	readonly usedOn?: string;
	readonly isUse?: boolean;
}

export interface RecordFact {
	readonly link: 'record';
	readonly id: string;
	readonly rank: number;
	readonly subject?: string;
	readonly subjectKind?: string;
	readonly issuer?: string;
	readonly end?: End;
}

export type Fact = EdgeFact | SessionFact | RecordFact;

/** An event with what the facts below ask of it. */
export interface Told {
	readonly mark: Mark;
	readonly decidedAt: Micros;
	readonly meta: ReturnType<typeof objectOf>;
}

export function told(event: TraceEvent): Told {
	const at = microsOf(placedAt(event));
	return { mark: { at, seq: event.seq }, decidedAt: decidedAt(event.id, at), meta: objectOf(event.metadata) };
}

const idAt = (meta: Told['meta'], ...keys: readonly string[]) => idOf(textAt(meta, ...keys));
const some = (text: string) => (text === '' ? undefined : text);

/** The end that an event announces. */
export function endOf({ mark, decidedAt: decided, meta }: Told, how: End['how']): End {
	return {
		...mark,
		how,
		reason: idAt(meta, 'reason'),
		epoch: numberAt(meta, 'epoch') ?? null,
		affected: numberAt(meta, 'affected_edges') ?? null,
		decidedAt: decided,
	};
}

function edgeCreated({ meta }: Told): Fact[] {
	const scopes = textsAt(meta, 'scopes');
	const constraints = field(meta, 'constraints_json') ?? field(meta, 'constraints');
	const expires = parseRfc3339Micros(textAt(meta, 'expires_at'));
	const ends = { source: idAt(meta, 'source_session_id'), target: idAt(meta, 'target_session_id') };
	return [
		{
			link: 'edge',
			id: idAt(meta, 'edge_id', 'delegation_edge_id'),
			rank: 0,
			isCreation: true,
			source: some(ends.source),
			target: some(ends.target),
			parentEdge: some(idAt(meta, 'parent_edge_id')),
			scopesWhole: scopes.length === 0 ? undefined : idsOf(scopes, SCOPES_MAX),
			resource: some(idAt(meta, 'resource', 'resource_id')),
			constraints: constraints === undefined || constraints === null ? undefined : constraintsText(textOfJson(constraints)),
			expires: expires === null ? undefined : microsOf(expires),
			epoch: numberAt(meta, 'epoch'),
		},
		{ link: 'session', id: ends.source, rank: 2 },
		{ link: 'session', id: ends.target, rank: 2 },
	];
}

function textOfJson(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Revoked by the route with its cascade, or with a session that was terminated: then it says why and counts nothing. */
export function isCascadeRoot({ meta }: Told): boolean {
	return numberAt(meta, 'affected_edges') !== undefined || textAt(meta, 'reason') === '';
}

function lifecycle(told: Told, what: SessionChange['what'] | 'started'): Fact[] {
	const { meta, mark } = told;
	const parent = idAt(meta, 'parent_id');
	const labels = textsAt(meta, 'labels');
	const facts: Fact[] = [
		{
			link: 'session',
			id: idAt(meta, 'agent_session_id'),
			rank: 0,
			isStart: what === 'started',
			app: some(idAt(meta, 'application_id')),
			appName: some(idAt(meta, 'application_name')),
			parent: parent === 'null' ? undefined : some(parent),
			labels: labels.length === 0 ? undefined : labelsText(labels),
			change: what === 'started' ? undefined : { ...mark, what, reason: idAt(meta, 'reason') },
		},
	];
	if (parent !== '' && parent !== 'null') facts.push({ link: 'session', id: parent, rank: 2 });
	return facts;
}

const labelsText = (labels: readonly string[]) => JSON.stringify(idsOf(labels, LABELS_KEPT_MAX).sort());

function authorityRevoked(told: Told): Fact[] {
	const { meta, mark } = told;
	const [record, session, edge] = [idAt(meta, 'session_id'), idAt(meta, 'agent_session_id'), idAt(meta, 'delegation_edge_id', 'edge_id')];
	const end = endOf(told, 'revoked');
	return [
		{ link: 'record', id: record, rank: 0, end },
		{ link: 'session', id: session, rank: 1, record: some(record), change: { ...mark, what: 'revoked', reason: end.reason } },
		{ link: 'edge', id: edge, rank: 1, end },
	];
}

/** Besides its metadata, what a decision says follows from these. */
export type Decided = Pick<TraceEvent, 'eventType' | 'decision' | 'evaluationStatus' | 'diagnostics'>;

/** What metadata of a decision says whatever was asked for and decided: who acts for whom, and by which delegations. */
export interface Standing {
	readonly session: string;
	/** The session's own delegation; empty where there is none. */
	readonly own: string;
	/** All delegations on the way, each once. */
	readonly edges: readonly string[];
	readonly facts: readonly Fact[];
}

export function standingOf(meta: Told['meta']): Standing {
	const facts: Fact[] = [];
	const session = idAt(meta, 'agent_session_id');
	const own = idAt(meta, 'delegation_edge_id');
	const record = idAt(meta, 'session_id');
	const listed = field(meta, 'delegation_chain');
	const hops = (Array.isArray(listed) ? listed : []).slice(0, HOPS_MAX).map((hop) => {
		const members = objectOf(hop);
		return { app: idAt(members, 'application_id'), session: idAt(members, 'agent_session_id'), edge: idAt(members, 'delegation_edge_id') };
	});
	const labels = textsAt(meta, 'agent_labels');
	const ownApp = idAt(meta, 'application_id');
	facts.push({
		link: 'session',
		id: session,
		rank: 1,
		app: some(ownApp),
		appName: some(idAt(meta, 'application_name')),
		parent: some(idAt(meta, 'agent_parent_id')),
		record: some(record),
		subjectKind: some(idAt(meta, 'subject_kind')),
		lifecycle: some(idAt(meta, 'agent_lifecycle')),
		depth: numberAt(meta, 'agent_depth'),
		labels: labels.length === 0 ? undefined : labelsText(labels),
	});
	facts.push({
		link: 'record',
		id: record,
		rank: 1,
		subject: some(idAt(meta, 'subject_anchor')),
		subjectKind: some(idAt(meta, 'subject_kind')),
		issuer: some(idAt(meta, 'federated_user_issuer')),
	});
	// the last of the chain is the session above
	for (const hop of hops)
		if (hop.session !== session || hop.app !== ownApp) facts.push({ link: 'session', id: hop.session, rank: 1, app: some(hop.app) });
	const edges = new Map<string, EdgeFact>();
	// a chain that names one delegation twice contradicts itself: its first mention counts
	for (const [i, { session: source, edge: id }] of hops.entries())
		if (id !== '' && !edges.has(id))
			edges.set(id, { link: 'edge', id, rank: 1, source: some(source), target: some(hops[i + 1]?.session ?? ''), hop: i + 1 });
	if (own !== '' && !edges.has(own)) edges.set(own, { link: 'edge', id: own, rank: 1, target: some(session) });
	facts.push(...edges.values());
	return { session, own, edges: [...edges.keys()], facts: facts.filter(({ id }) => id !== '') };
}

/**
 * What was decided says besides: what was used, and which scopes it shows of the delegations. When it was does not matter.
 * @param meta of it only `resource` and `requested_scopes` are looked at
 */
export function factsOfUse({ session, own, edges }: Standing, event: Decided, meta: Told['meta']): readonly Fact[] {
	if (event.eventType !== 'token_exchange') return [];
	const isVerdict = event.evaluationStatus === 'complete';
	const scopes = () => (isVerdict ? idsOf(textsAt(meta, 'requested_scopes'), SCOPES_MAX) : []);
	if (event.decision === 'deny')
		return own !== '' && lacksScope(event) ? [{ link: 'edge', id: own, rank: 1, scopesRefused: scopes() }] : [];
	if (event.decision !== 'allow') return [];
	const usedOn = some(idAt(meta, 'resource'));
	const facts: Fact[] = session === '' ? [] : [{ link: 'session', id: session, rank: 1, usedOn, isUse: true }];
	const scopesUsed = scopes();
	if (isVerdict) for (const id of edges) facts.push({ link: 'edge', id, rank: 1, scopesUsed, usedOn, isUse: true });
	return facts;
}

function decision(event: Decided, meta: Told['meta']): readonly Fact[] {
	const standing = standingOf(meta);
	return [...standing.facts, ...factsOfUse(standing, event, meta)];
}

function lacksScope(event: Decided): boolean {
	const list = Array.isArray(event.diagnostics) ? event.diagnostics : [];
	return list.some((entry) => textAt(objectOf(entry), 'reason') === 'delegation_scope_exceeded');
}

/** Delegations an expiry names. */
export function expiredEdges({ meta }: Told): string[] {
	return idsOf(textsAt(meta, 'edge_ids'), NAMED_MAX);
}

/** Types of events that say something of sessions, delegations or records. */
const DECISIONS = new Set(['token_exchange', 'step_up_issued', 'step_up_decided', 'step_up_consumed']);

const CHANGES = new Set([
	...['delegation_edge_create', 'delegation_edge_revoke', 'delegation_edge_expire'],
	...['session_spawn', 'session_suspend', 'session_resume', 'session_terminate', 'session_revoke'],
]);
/** Whether events of a type may say anything of sessions, delegations or records. */
export function concernsAuthority(eventType: string): boolean {
	return DECISIONS.has(eventType) || CHANGES.has(eventType);
}
/** Whether what an event of a type says follows from its texts alone, whenever it was and wherever it stands. */
export function isDecision(eventType: string): boolean {
	return DECISIONS.has(eventType);
}
export const AUTHORITY_TYPES: readonly string[] = [...DECISIONS, ...CHANGES];

/** Everything an event says. Total: whatever its metadata holds. */
export function factsOf(event: TraceEvent): { readonly told: Told; readonly facts: readonly Fact[] } {
	const read = told(event);
	return { told: read, facts: factsTold(event, read).filter((fact) => fact.id !== '') };
}

function factsTold(event: TraceEvent, read: Told): readonly Fact[] {
	switch (event.eventType) {
		case 'delegation_edge_create':
			return edgeCreated(read);
		case 'delegation_edge_revoke':
			return [
				{
					link: 'edge',
					id: idAt(read.meta, 'edge_id', 'delegation_edge_id'),
					rank: 0,
					end: endOf(read, 'revoked'),
					isRoot: isCascadeRoot(read),
				},
			];
		case 'delegation_edge_expire':
			return expiredEdges(read).map((id): Fact => ({ link: 'edge', id, rank: 0, end: endOf(read, 'expired') }));
		case 'session_spawn':
			return lifecycle(read, 'started');
		case 'session_suspend':
			return lifecycle(read, 'suspended');
		case 'session_resume':
			return lifecycle(read, 'resumed');
		case 'session_terminate':
			return lifecycle(read, 'terminated');
		case 'session_revoke':
			return authorityRevoked(read);
		default:
			return DECISIONS.has(event.eventType) ? decision(event, read.meta) : [];
	}
}

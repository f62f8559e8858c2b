import { needsApproval } from '../events/described';
import { field, objectOf, textAt } from '../events/read-json';
import { placedAt } from '../trace/clocks';
import type { Sure, TraceEvent } from '../trace/event';
import { HOPS_MAX } from '../trace/reading';
import { RACE_MS_MAX } from '../trace/violation';
import { idOf } from './bounds';
import type { Cascade, CascadeMember } from './cascade';
import { type Micros, markOrder, microsOf } from './order';

/** Within this of a revocation an allow is taken to have been on its way: clocks of two machines may differ by as much. */
export const TOLERANCE_MS_DEFAULT = 1000;
/** How long a mandate may live (wire reference 8): of one call, and of a session. */
export const CALL_TTL_MS = 900_000;
export const AMBIENT_TTL_MS = 3_600_000;
/** Uses of each kind listed; all are counted. */
export const USES_MAX = 1000;

/** A decision or call under something that has fallen. */
export interface Use {
	readonly seq: number;
	readonly requestId: string;
	readonly at: Micros;
	/** Milliseconds after the revocation was decided. */
	readonly afterMs: number;
	readonly app: string;
	readonly resource: string;
	/** What of the cascade it ran under: the member nearest to the root. */
	readonly under: { readonly kind: 'session' | 'edge' | 'record'; readonly id: string };
	/** The policy allowed it on condition of an approval. */
	readonly isHeld: boolean;
	readonly sure: Sure;
	/** The Gateway's call of the same request, where it is on record. */
	readonly gatewaySeq: number | null;
	/** The call was cut by the revocation. */
	readonly wasCut: boolean;
}

/** Uses of one kind: the first USES_MAX in order, and how many there are. */
export interface Listed {
	readonly list: readonly Use[];
	readonly count: number;
}

export interface Uses {
	/** Allowed after the revocation and beyond the tolerance. */
	readonly violations: Listed;
	/** Allowed within the tolerance: it may have been on its way. */
	readonly races: Listed;
	/** Refused by STS. Refusals before policy carry no ids and cannot be told to belong here. */
	readonly refusals: Listed;
	/** Gateway calls that had been allowed before and ended after. */
	readonly inFlight: Listed;
	/** Mandates given before the revocation that may still be alive by the longest life they can have. */
	readonly mandates: { readonly count: number; readonly aliveUntil: Micros | null };
}

interface Named {
	readonly sessions: readonly string[];
	readonly edges: readonly string[];
	readonly record: string;
	readonly app: string;
	readonly resource: string;
	readonly at: Micros;
}

/** As factsOf reads them, without all else it reads. */
function namesIn(event: TraceEvent): Named {
	const meta = objectOf(event.metadata);
	const [session, edge] = [idOf(textAt(meta, 'agent_session_id')), idOf(textAt(meta, 'delegation_edge_id'))];
	const sessions = session === '' ? [] : [session];
	const edges = edge === '' ? [] : [edge];
	const chain = field(meta, 'delegation_chain');
	for (const hop of Array.isArray(chain) ? chain.slice(0, HOPS_MAX) : []) {
		const members = objectOf(hop);
		sessions.push(idOf(textAt(members, 'agent_session_id')));
		edges.push(idOf(textAt(members, 'delegation_edge_id')));
	}
	return {
		sessions,
		edges,
		record: idOf(textAt(meta, 'session_id')),
		app: idOf(textAt(meta, 'application_id')),
		resource: idOf(textAt(meta, 'resource')),
		at: microsOf(placedAt(event)),
	};
}

/** Members by what events name, with the records that the revocation itself takes away. */
class Fallen {
	private readonly members = new Map<string, CascadeMember>();
	private readonly record: string;

	constructor(cascade: Cascade) {
		for (const member of cascade.members) this.members.set(`${member.kind}\n${member.id}`, member);
		const { kind, record } = cascade.revocation;
		this.record = kind === 'record' || kind === 'subject' ? record : '';
	}

	/** The member nearest to the root among those an event names. */
	under(named: Named): { under: Use['under']; isNamed: boolean } | null {
		let nearest: CascadeMember | undefined;
		for (const [kind, ids] of [
			['edge', named.edges],
			['session', named.sessions],
		] as const)
			for (const id of ids) {
				const member = this.members.get(`${kind}\n${id}`);
				if (member !== undefined && (nearest === undefined || member.depth < nearest.depth)) nearest = member;
			}
		if (nearest !== undefined) return { under: { kind: nearest.kind, id: nearest.id }, isNamed: nearest.known !== 'computed' };
		return this.record !== '' && named.record === this.record ? { under: { kind: 'record', id: named.record }, isNamed: true } : null;
	}
}

const listed = (uses: Use[]): Listed => ({ list: uses.sort(markOrder).slice(0, USES_MAX), count: uses.length });

function sureness(event: TraceEvent, decidedAt: Micros, afterMs: number, isNamed: boolean): Sure {
	if (afterMs < RACE_MS_MAX) return 'possible';
	const isAfterByBoth = event.streamedAt !== null && Number(event.streamedAt) > decidedAt && Number(event.occurredAt) > decidedAt;
	return isNamed && isAfterByBoth ? 'certain' : 'likely';
}

/**
 * What was done under a cascade: the test whether a revocation held.
 * @param events exchanges and Gateway calls of the zone, in any order; those that name nothing of the cascade are left aside
 * @param now for the life of mandates
 */
export function usesUnder(cascade: Cascade, events: readonly TraceEvent[], now: Micros, toleranceMs = TOLERANCE_MS_DEFAULT): Uses {
	const fallen = new Fallen(cascade);
	const { decidedAt } = cascade;
	const gateway = new Map<string, TraceEvent>();
	for (const event of events)
		if (event.eventType === 'gateway_resource_request' && event.requestId !== '' && !gateway.has(event.requestId))
			gateway.set(event.requestId, event);
	const found = { violations: [] as Use[], races: [] as Use[], refusals: [] as Use[], inFlight: [] as Use[] };
	let mandates = 0;
	let aliveUntil: Micros | null = null;
	for (const event of events) {
		if (event.eventType !== 'token_exchange') continue;
		const named = namesIn(event);
		const match = fallen.under(named);
		if (match === null) continue;
		const afterMs = (named.at - decidedAt) / 1000;
		const call = gateway.get(event.requestId);
		const callNames = call === undefined ? null : namesIn(call);
		const use: Use = {
			seq: event.seq,
			requestId: event.requestId,
			at: named.at,
			afterMs,
			app: named.app,
			resource: named.resource,
			under: match.under,
			isHeld: needsApproval(event),
			sure: sureness(event, decidedAt, afterMs, match.isNamed),
			gatewaySeq: call?.seq ?? null,
			wasCut: call !== undefined && isCutShort(call),
		};
		if (event.decision !== 'allow') {
			if (event.decision === 'deny' && afterMs > 0) found.refusals.push(use);
		} else if (afterMs > toleranceMs) found.violations.push(use);
		else if (afterMs > 0) found.races.push(use);
		else {
			const until = named.at + (call === undefined ? AMBIENT_TTL_MS : CALL_TTL_MS) * 1000;
			if (until > now) {
				mandates++;
				aliveUntil = Math.max(aliveUntil ?? until, until);
			}
			if (callNames !== null && callNames.at > decidedAt)
				found.inFlight.push({ ...use, at: callNames.at, afterMs: (callNames.at - decidedAt) / 1000 });
		}
	}
	return {
		violations: listed(found.violations),
		races: listed(found.races),
		refusals: listed(found.refusals),
		inFlight: listed(found.inFlight),
		mandates: { count: mandates, aliveUntil },
	};
}

function isCutShort({ metadata }: TraceEvent): boolean {
	return metadata !== null && typeof metadata === 'object' && !Array.isArray(metadata) && metadata.revocation_interrupted === true;
}

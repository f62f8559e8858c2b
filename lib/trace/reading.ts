import { diagnosticReasons, needsApproval, policyNames } from '../events/described';
import { type EventView, projectView } from '../events/project';
import { field, numberAt, objectOf, textAt, textsAt } from '../events/read-json';
import { placedAt } from './clocks';
import type { Place, TraceEvent } from './event';

/** One hop of a delegation chain, root first. `edge` leads to the next hop; `''` at the last. */
export interface Hop {
	readonly app: string;
	readonly session: string;
	readonly edge: string;
}

/** An event with what a trace asks of it read out once. Absent texts are `''`. */
export interface Reading {
	readonly event: TraceEvent;
	/** Unique among the events of a trace. */
	readonly key: string;
	readonly place: Place;
	/** When it probably happened; see `placedAt`. */
	readonly placedAt: bigint;
	readonly meta: ReturnType<typeof objectOf>;
	readonly app: string;
	readonly appName: string;
	readonly resource: string;
	readonly scopes: readonly string[];
	readonly session: string;
	readonly parent: string;
	/** Authority record; the wire calls it `session_id`. */
	readonly authority: string;
	readonly edge: string;
	readonly chain: readonly Hop[];
	readonly epoch: number | null;
	readonly challenge: string;
	readonly jti: string;
	readonly traceId: string;
	readonly fingerprint: string;
	readonly policies: readonly string[];
	readonly reasons: readonly string[];
	/** Why it ended so, in one code, as lists and filters name it. */
	readonly reason: string;
	readonly needsApproval: boolean;
}

/** Longer chains are cut: the graph allows ten hops, and a hostile event may carry any number. */
export const HOPS_MAX = 64;

function chainOf(meta: Reading['meta']): Hop[] {
	const list = field(meta, 'delegation_chain');
	return (Array.isArray(list) ? list : []).slice(0, HOPS_MAX).map((hop): Hop => {
		const members = objectOf(hop);
		return {
			app: textAt(members, 'application_id'),
			session: textAt(members, 'agent_session_id'),
			edge: textAt(members, 'delegation_edge_id'),
		};
	});
}

/** What the projection asks of an event. A class, since closures for each of very many events cost more than what they read. */
class View implements EventView {
	readonly eventType: string;
	readonly decision: string;
	readonly evaluationStatus: string;
	readonly policySetVersionId: string;

	constructor(
		event: TraceEvent,
		private readonly meta: Reading['meta'],
		private readonly reasons: readonly string[],
		private readonly held: boolean,
	) {
		this.eventType = event.eventType;
		this.decision = event.decision;
		this.evaluationStatus = event.evaluationStatus;
		this.policySetVersionId = event.policySetVersionId;
	}

	metadataText(key: string): string | null {
		const value = field(this.meta, key);
		return typeof value === 'string' && value !== '' ? value : null;
	}

	metadataNumber(key: string): number | null {
		return numberAt(this.meta, key) ?? null;
	}

	metadataTexts(): readonly string[] {
		return [];
	}

	diagnosticsReason(): string | null {
		return this.reasons[0] ?? null;
	}

	isHeld(): boolean {
		return this.held;
	}
}

/** Reads an event. Total: whatever its metadata holds, it gives a reading. */
export function read(event: TraceEvent): Reading {
	const meta = objectOf(event.metadata);
	const reasons = diagnosticReasons(event);
	const held = needsApproval(event);
	const projection = projectView(new View(event, meta, reasons, held));
	const isAuthority = event.eventType.startsWith('session_') || event.eventType.startsWith('delegation_');
	const epoch = numberAt(meta, isAuthority ? 'epoch' : 'delegation_graph_epoch');
	return {
		event,
		key: `${event.zone}/${event.seq}`,
		place: { zone: event.zone, seq: event.seq },
		placedAt: placedAt(event),
		meta,
		app: projection.application ?? '',
		appName: textAt(meta, 'application_name', 'workload_name'),
		resource: projection.resource ?? '',
		scopes: textsAt(meta, 'requested_scopes'),
		session: textAt(meta, 'agent_session_id'),
		parent: textAt(meta, 'agent_parent_id', 'parent_id'),
		authority: textAt(meta, 'session_id'),
		edge: textAt(meta, 'delegation_edge_id', 'edge_id'),
		chain: chainOf(meta),
		epoch: epoch ?? null,
		challenge: textAt(meta, 'challenge_id'),
		jti: textAt(meta, 'jti'),
		traceId: textAt(meta, 'trace_id'),
		fingerprint: textAt(meta, 'subject_fingerprint', 'subject_fp'),
		policies: policyNames(event),
		reasons,
		reason: projection.reason ?? '',
		needsApproval: held,
	};
}

/** Earlier first; by place where the clocks agree, so that the order is total. */
export function byOccurrence(a: Reading, b: Reading): number {
	if (a.event.occurredAt !== b.event.occurredAt) return a.event.occurredAt < b.event.occurredAt ? -1 : 1;
	return a.event.seq - b.event.seq || (a.event.zone < b.event.zone ? -1 : a.event.zone > b.event.zone ? 1 : 0);
}

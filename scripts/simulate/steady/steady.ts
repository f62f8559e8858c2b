import { expireEdges } from '../authority/changes';
import type { AuthorityGraph } from '../authority/graph';
import type { Entry } from '../entry';
import type { Wire } from '../producers/audit-entry';
import { Rng } from '../rng';
import { Schedule } from '../schedule';
import type { SigningKeys } from '../signing';
import type { Timeline } from '../timeline';
import type { Zone } from '../world/types';
import { activatePolicy, anomaly, control, launch, reveal } from './administration';
import { approval } from './approvals';
import { denied, retryLoop } from './denials';
import { federate, gatewayUse, mint, twoResources } from './exchanges';
import type { Flow, FlowMaker } from './flow';
import { delegationRevoke, sessionEnd, sessionStart, sessionSuspend } from './sessions';
import { type Actor, canStillAct, cleanerDone, type ZoneState, zoneState } from './zone-state';

/** What happens how often. About 12 % of the decisions are denies; a refusal writes two events, a retry loop dozens. */
const FLOWS: readonly (readonly [number, FlowMaker])[] = [
	[720, gatewayUse],
	[25, twoResources],
	[130, mint],
	[70, denied],
	[2, retryLoop],
	[14, approval],
	[12, launch],
	[18, control],
	[3, reveal],
	[2, anomaly],
	[10, federate],
	[32, sessionStart],
	[4, delegationRevoke],
	[2, sessionSuspend],
];

export interface SteadyOptions {
	readonly seed: string;
	readonly zones: readonly Zone[];
	readonly keys: SigningKeys;
	readonly startMs: number;
	readonly timeline: Timeline;
	/** How dense the timeline is on the whole, in entries per second. */
	readonly perSecond: number;
	/** How many entries; Infinity runs for ever. */
	readonly entriesMax: number;
}

const PATIENT_BELOW_PER_SECOND = 2;
const PATIENCE_MAX = 8;

/** What belongs to a request ends within this time: a span that should be over by now starts that much earlier. */
export const FLOW_MS_MAX = 6000;

/** More that may still happen is not remembered, so that an endless run keeps its size at any rate. */
const PENDING_MAX = 20_000;

interface Pending {
	readonly entry: Entry;
	/** Counted when it was planned; the others are left out when the number is reached. */
	readonly counted: boolean;
	readonly actor: Actor | null;
	readonly graph: AuthorityGraph;
}

/** What falls due by itself up to a moment: sessions end, policies change, expired edges are cleaned up. */
function* dueFlows(state: ZoneState, wire: Wire, untilMs: number): Generator<Flow> {
	for (let session = state.endings.takeUntil(untilMs); session !== undefined; session = state.endings.takeUntil(untilMs))
		yield sessionEnd(state, wire, session.endMs, session);
	while (state.activationMs <= untilMs) yield activatePolicy(state, wire, state.activationMs);
	while (state.cleanerMs <= untilMs) {
		const entry = expireEdges(state.graph, wire, state.cleanerMs);
		cleanerDone(state);
		if (entry !== null) yield { now: [entry] };
	}
}

/** Everyday traffic: entries in the order they reach their streams, exactly `entriesMax` of them. Its memory does not grow. */
export function* steadyEntries(options: SteadyOptions): Generator<Entry> {
	const wire: Wire = { rng: new Rng(`${options.seed}/steady`), keys: options.keys };
	const patience = Math.min(PATIENCE_MAX, Math.max(1, PATIENT_BELOW_PER_SECOND / options.perSecond));
	const states = options.zones.map((zone) => [zone.weight, zoneState(zone, options.startMs, patience)] as const);
	const pending = new Schedule<Pending>();
	let planned = 0;
	const plan = (flow: Flow, counted: boolean, graph: AuthorityGraph) => {
		if (counted) planned += flow.now.length;
		for (const entry of flow.now) pending.add(entry.streamAtMs, { entry, counted, actor: null, graph });
		if (pending.size < PENDING_MAX)
			for (const { entry, actor } of flow.later ?? []) pending.add(entry.streamAtMs, { entry, counted: false, actor, graph });
	};
	function* drain(untilMs: number): Generator<Entry> {
		for (let next = pending.takeUntil(untilMs); next !== undefined; next = pending.takeUntil(untilMs)) {
			if (!next.counted) {
				if (planned >= options.entriesMax) continue;
				if (next.actor !== null && !canStillAct(next.actor, next.entry.occurredAtMs, next.graph)) continue;
				planned += 1;
			}
			yield next.entry;
		}
	}
	while (planned < options.entriesMax) {
		const atMs = options.timeline(planned);
		for (const [, state] of states) for (const flow of dueFlows(state, wire, atMs)) plan(flow, false, state.graph);
		yield* drain(atMs);
		if (planned >= options.entriesMax) break;
		const state = wire.rng.weighted(states);
		const flow = wire.rng.weighted(FLOWS)(state, wire, atMs);
		plan(planned + flow.now.length <= options.entriesMax ? flow : control(state, wire, atMs), true, state.graph);
	}
	yield* drain(Number.POSITIVE_INFINITY);
}

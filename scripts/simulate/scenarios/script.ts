import { delegate, startSession } from '../authority/changes';
import type { Edge, Session } from '../authority/graph';
import type { Entry } from '../entry';
import type { Wire } from '../producers/audit-entry';
import { type GatewayCall, gatewayRequest } from '../producers/gateway';
import type { Caller } from '../producers/sts';
import { Rng } from '../rng';
import { allow } from '../steady/exchanges';
import { gatewayCall, gatewayRequestId } from '../steady/requests';
import { type Actor, actorOf, type ZoneState, zoneState } from '../steady/zone-state';
import type { Application, Person, Resource } from '../world/types';
import { zoneOf } from '../world/zones';
import type { Scenario, Stage, Story } from './scenario';

const HOUR_MS = 3_600_000;
const AGENT_LIFE_MS = 12 * HOUR_MS;

/** The means of a named story: one zone, its state, and the entries written so far. Times are milliseconds after the start. */
export class Script {
	readonly wire: Wire;
	readonly state: ZoneState;
	readonly entries: Entry[] = [];
	readonly startMs: number;

	constructor(stage: Stage, name: string, zone: string) {
		this.wire = { rng: new Rng(`${stage.seed}/${name}`), keys: stage.keys };
		this.state = zoneState(zoneOf(stage.zone ?? zone), stage.startMs, 1);
		this.startMs = stage.startMs;
	}

	get rng(): Rng {
		return this.wire.rng;
	}

	get zoneId(): string {
		return this.state.zone.id;
	}

	at(afterMs: number): number {
		return this.startMs + afterMs;
	}

	add(...entries: readonly Entry[]): void {
		this.entries.push(...entries);
	}

	person(index: number): Person {
		const person = this.state.people[index];
		if (person === undefined) throw new Error(`the simulated world has no person ${index}`);
		return person;
	}

	/** Starts a session; without a person it runs on its application's own authority record. */
	session(
		afterMs: number,
		application: Application,
		parent: Session | null,
		person: Person | null,
		labels: readonly string[] = [],
	): Session {
		const { session, entry } = startSession(this.state.graph, this.wire, this.at(afterMs), {
			application,
			parent,
			authorityRecordId: person?.authorityRecordId ?? application.authorityRecordId,
			subjectKind: person === null ? 'application' : 'user',
			labels: [...application.labels, ...labels],
			endMs: this.at(afterMs) + AGENT_LIFE_MS,
		});
		this.add(entry);
		return session;
	}

	edge(afterMs: number, source: Session, target: Session, scopes: readonly string[]): Edge {
		const previous = target.edge;
		const grant = { source, target, scopes, expiresMs: this.at(afterMs) + AGENT_LIFE_MS };
		const { edge, entry } = delegate(this.state.graph, this.wire, this.at(afterMs), grant);
		// the first delegation stays the one the session acts under; later ones are further ways to it
		if (previous !== null) target.edge = previous;
		this.add(entry);
		return edge;
	}

	/** @throws Error when the session's delegation does not hold: a slip in a story */
	actor(afterMs: number, session: Session): Actor {
		const actor = actorOf(session, this.at(afterMs), this.state.graph);
		if (actor === null) throw new Error(`session ${session.id} cannot act ${afterMs} ms into its story`);
		return actor;
	}

	caller(afterMs: number, application: Application, requestId = gatewayRequestId(this.wire, this.at(afterMs))): Caller {
		return { zone: this.state.zone, requestId, application };
	}

	/** A call that goes through: exchange and Gateway. @returns its request id */
	use(afterMs: number, actor: Actor, resource: Resource, scopes: readonly string[], call: Partial<GatewayCall> = {}): string {
		const caller = this.caller(afterMs, actor.application);
		const outcome = { ...gatewayCall(actor, resource, this.wire), ...this.success(), ...call };
		this.add(
			allow(this.state, this.wire, this.at(afterMs), caller, actor, resource, scopes),
			gatewayRequest(this.wire, { atMs: this.at(afterMs) + outcome.latencyMs + 3 }, caller, outcome),
		);
		return caller.requestId;
	}

	private success(): Partial<GatewayCall> {
		return { method: 'GET', gatewayStatus: 200, upstreamStatus: 200, errorKind: '', revocationInterrupted: false };
	}
}

/** A scenario told by a script in a zone of its own, which plays in order of stream time. */
export function scripted(
	plan: Pick<Scenario, 'liveFromMs' | 'crew'> & {
		name: string;
		zone: string;
		spanMs: number;
		tell: (script: Script) => Omit<Story, 'zone'>;
	},
): Scenario {
	const { name, zone, spanMs, tell, ...rest } = plan;
	return {
		...rest,
		spanMs: () => spanMs,
		play: (stage) => {
			const script = new Script(stage, name, zone);
			const story = { zone: script.zoneId, ...tell(script) };
			const entries = script.entries.sort((a, b) => a.streamAtMs - b.streamAtMs);
			return { entries, story: () => story };
		},
	};
}

import type { Adjacency } from './adjacency';
import type { Mark, Micros } from './order';
import type { EdgeRow, RecordRow, SessionChange, SessionRow } from './rows';

/**
 * How something stands at an instant.
 * - `unborn`: an event says that it began later. `unknown`: nothing on record yet then, and its beginning is not on record.
 * - `revoked`, `expired`, `ended`: over. `suspended`: for now.
 */
export type StandingState = 'alive' | 'suspended' | 'revoked' | 'expired' | 'ended' | 'unborn' | 'unknown';

export interface Standing {
	readonly state: StandingState;
	/** Since when, or null. */
	readonly since: Micros | null;
	/** `announced`: an event names it. `computed`: it follows by the rules of Caracal. Null where there is nothing to say. */
	readonly known: 'announced' | 'computed' | null;
	readonly reason: string;
	/** Of a computed one: the delegation, session or record that took it down. */
	readonly by: string;
	/** Ledger place of the event that says so, or null. */
	readonly seq: number | null;
}

/** Ancestors looked at; Caracal's trees are ten deep. */
const ANCESTORS_MAX = 64;

const standing = (state: StandingState, since: Micros | null, more: Partial<Standing> = {}): Standing => ({
	state,
	since,
	known: since === null ? null : 'announced',
	reason: '',
	by: '',
	seq: null,
	...more,
});

const computed = (state: StandingState, since: Micros, by: string): Standing => standing(state, since, { known: 'computed', by });

/** Before its beginning, or undefined. */
function beforeBirth(begun: Mark | null, first: Mark, at: Micros): Standing | undefined {
	if (begun !== null) return begun.at > at ? standing('unborn', null) : undefined;
	return first.at > at ? standing('unknown', null) : undefined;
}

/** The changes up to `at` after which nothing else counts; a session announced as revoked may come back, a terminated one not. */
function lastChange(changes: readonly SessionChange[], at: Micros): SessionChange | undefined {
	let last: SessionChange | undefined;
	for (const change of changes) {
		if (change.at > at) break;
		last = change;
	}
	return last;
}

export const isOver = ({ state }: Standing) => state === 'revoked' || state === 'expired' || state === 'ended';

/** The graph as it stood at an instant. Answers are kept, so make a new one after the graph has changed. */
export class StandingAt {
	private readonly sessions = new Map<string, Standing>();
	private readonly edges = new Map<string, Standing>();

	constructor(
		readonly graph: Adjacency,
		readonly at: Micros,
	) {}

	/** How a session stands. One without a row is `unknown`. */
	session(id: string): Standing {
		let found = this.sessions.get(id);
		if (found === undefined) {
			found = this.sessionStanding(id);
			this.sessions.set(id, found);
		}
		return found;
	}

	private sessionStanding(id: string): Standing {
		const row = this.graph.session(id);
		if (row === undefined) return standing('unknown', null);
		const own = this.ownStanding(row);
		if (isOver(own)) return own;
		const above = this.endAbove(row);
		return above ?? own;
	}

	/** How it stands by its own events, its record and computed cascades. */
	private ownStanding(row: Readonly<SessionRow>): Standing {
		const { at } = this;
		if (row.ended !== null && row.ended.at <= at) return standing('ended', row.ended.at, { reason: row.ended.reason, seq: row.ended.seq });
		const fallen = this.graph.fallOf('session', row.id);
		if (fallen !== undefined && fallen.at <= at) return computed('ended', fallen.at, fallen.root);
		const unborn = beforeBirth(row.started, row.first, at);
		if (unborn !== undefined) return unborn;
		const change = lastChange(row.changes, at);
		if (change?.what === 'revoked') return standing('revoked', change.at, { reason: change.reason, seq: change.seq });
		const record = row.record === null ? undefined : this.graph.record(row.record.value);
		if (record?.revoked != null && record.revoked.at <= at) return computed('revoked', record.revoked.at, record.id);
		if (change?.what === 'suspended') return standing('suspended', change.at, { reason: change.reason, seq: change.seq });
		return standing('alive', (change ?? row.started)?.at ?? null, { seq: (change ?? row.started)?.seq ?? null });
	}

	/** Descendants by parent end with it, named or not. */
	private endAbove(row: Readonly<SessionRow>): Standing | undefined {
		const visited = new Set([row.id]);
		let parent = row.parent?.value;
		while (parent !== undefined && visited.size < ANCESTORS_MAX && !visited.has(parent)) {
			visited.add(parent);
			const above = this.graph.session(parent);
			if (above === undefined) return undefined;
			const end = this.endOfSession(above);
			if (end !== undefined && end <= this.at) return computed('ended', Math.max(end, row.started?.at ?? end), above.id);
			parent = above.parent?.value;
		}
		return undefined;
	}

	/** When a session was over for good by its own announcement or a cascade, or undefined. */
	private endOfSession(row: Readonly<SessionRow>): Micros | undefined {
		const fallen = this.graph.fallOf('session', row.id);
		if (row.ended === null) return fallen?.at;
		return Math.min(row.ended.at, fallen?.at ?? row.ended.at);
	}

	/** How a delegation stands. One without a row is `unknown`. */
	edge(id: string): Standing {
		let found = this.edges.get(id);
		if (found === undefined) {
			const row = this.graph.edge(id);
			found = row === undefined ? standing('unknown', null) : this.edgeStanding(row);
			this.edges.set(id, found);
		}
		return found;
	}

	private edgeStanding(row: Readonly<EdgeRow>): Standing {
		const { at } = this;
		if (row.ended !== null && row.ended.at <= at)
			return standing(row.ended.how, row.ended.at, { reason: row.ended.reason, seq: row.ended.seq });
		const fallen = this.graph.fallOf('edge', row.id);
		if (fallen !== undefined && fallen.at <= at) return computed('revoked', fallen.at, fallen.root);
		const unborn = beforeBirth(row.created, row.first, at);
		if (unborn !== undefined) return unborn;
		if (row.expires !== null && row.expires.value <= at) return computed('expired', row.expires.value, '');
		for (const end of [row.source?.value, row.target?.value]) {
			if (end === undefined) continue;
			const session = this.session(end);
			if (session.state === 'ended' && session.since !== null)
				return computed('revoked', Math.max(session.since, row.created?.at ?? session.since), end);
		}
		return standing('alive', row.created?.at ?? null, { seq: row.created?.seq ?? null });
	}

	/** How an authority record stands. */
	record(row: Readonly<RecordRow>): Standing {
		if (row.revoked !== null && row.revoked.at <= this.at)
			return standing('revoked', row.revoked.at, { reason: row.revoked.reason, seq: row.revoked.seq });
		return row.first.at > this.at ? standing('unknown', null) : standing('alive', null);
	}

	/** Whether a delegation carries authority: it holds, and so do the sessions at its ends. */
	carries(edge: Readonly<EdgeRow>): boolean {
		if (this.edge(edge.id).state !== 'alive') return false;
		return [edge.source?.value, edge.target?.value].every((id) => {
			if (id === undefined) return true;
			const { state } = this.session(id);
			return state === 'alive' || state === 'unknown';
		});
	}
}

import type { Adjacency } from './adjacency';
import { type CascadeStart, type Reached, walkCascade } from './cascade-walk';
import { heldAtRevocation } from './held-at-revocation';
import type { Micros } from './order';
import { FALLS_MAX, type RevocationRow } from './rows';

/**
 * How one member of a cascade is known.
 * `announced`: the revocation itself names it. `computed`: it follows by the rules of Caracal, and no event has named it yet.
 * `confirmed`: computed, and an event of its own has named it since.
 */
export type Known = 'announced' | 'computed' | 'confirmed';

export interface CascadeMember extends Reached {
	readonly known: Known;
	/** Milliseconds from the revocation until a stream named it; null while none has. May be fractions. */
	readonly namedAfterMs: number | null;
	/** Milliseconds until the record let one know: the own event, else that of what took it down. Null while nothing did. */
	readonly knownAfterMs: number | null;
	/** Ledger place of the event that names it. */
	readonly seq: number | null;
}

export interface Cascade {
	readonly revocation: RevocationRow;
	/** When it was decided; all times count from here. */
	readonly decidedAt: Micros;
	/** In the order they fall by the rules. */
	readonly members: readonly CascadeMember[];
	readonly edges: number;
	readonly sessions: number;
	readonly counts: Readonly<Record<Known, number>>;
	/** Delegations Caracal counted against those computed for the same step: `null` where it did not count. */
	readonly counted: { readonly announced: number; readonly computed: number; readonly isEqual: boolean } | null;
	/** Until the last member was named, in milliseconds; null while any is not. */
	readonly wholeAfterMs: number | null;
	readonly isCut: boolean;
}

/** What a revocation starts from. */
export function startsOf(revocation: RevocationRow): CascadeStart[] {
	const { kind, id, session, record, edges } = revocation;
	if (kind === 'delegation') return id === '' ? [] : [{ kind: 'edge', id }];
	if (kind === 'expiry') return edges.map((edge) => ({ kind: 'edge', id: edge }));
	const starts: CascadeStart[] = [];
	if (session !== '') starts.push({ kind: 'session', id: session });
	if (record !== '' && kind !== 'session') starts.push({ kind: 'record', id: record });
	return starts;
}

function reachedBy(graph: Adjacency, revocation: RevocationRow): { reached: readonly Reached[]; isCut: boolean } {
	const starts = startsOf(revocation);
	// an expiry ends what it names and nothing else
	if (revocation.kind === 'expiry')
		return { reached: starts.map(({ id }) => ({ kind: 'edge', id, step: 'root', via: '', depth: 0 })), isCut: false };
	const root = revocation.kind === 'delegation' ? revocation.id : '';
	return walkCascade(graph, starts, heldAtRevocation(graph, root, revocation), FALLS_MAX);
}

/** The event that names the end of a member, or undefined while none up to `at` does. */
function namingOf(graph: Adjacency, { kind, id }: Reached, at: Micros): { at: Micros; seq: number } | undefined {
	const ended = kind === 'edge' ? graph.edge(id)?.ended : graph.session(id)?.ended;
	return ended != null && ended.at <= at ? ended : undefined;
}

const ms = (from: Micros, to: Micros) => (to - from) / 1000;

/**
 * All that a revocation took down, as far as events up to `at` show it. The tree is in `via`: each member hangs on the one that took
 * it down first.
 */
export function cascadeOf(graph: Adjacency, revocation: RevocationRow, at: Micros): Cascade {
	const { decidedAt } = revocation;
	const { reached, isCut } = reachedBy(graph, revocation);
	const rootAfterMs = revocation.at <= at ? ms(decidedAt, revocation.at) : null;
	const knownMs = new Map<string, number>();
	const members = reached.map((member): CascadeMember => {
		const isRoot = member.step === 'root' && member.kind !== 'session';
		const naming = isRoot ? { at: revocation.at, seq: revocation.seq } : namingOf(graph, member, at);
		const isNamed = naming !== undefined && naming.at <= at;
		const namedAfterMs = isNamed ? ms(decidedAt, naming.at) : null;
		const inferred = [namedAfterMs, rootAfterMs, knownMs.get(member.via) ?? null].filter((each) => each !== null);
		const knownAfterMs = inferred.length === 0 ? null : Math.min(...inferred);
		if (knownAfterMs !== null && !knownMs.has(member.id)) knownMs.set(member.id, knownAfterMs);
		const isAnnounced = isNamed && naming.seq === revocation.seq;
		return {
			...member,
			known: isAnnounced ? 'announced' : isNamed ? 'confirmed' : 'computed',
			namedAfterMs,
			knownAfterMs,
			seq: naming?.seq ?? null,
		};
	});
	const counts = { announced: 0, computed: 0, confirmed: 0 };
	let last: number | null = 0;
	for (const { known, namedAfterMs } of members) {
		counts[known]++;
		last = namedAfterMs === null || last === null ? null : Math.max(last, namedAfterMs);
	}
	const counted = members.filter(({ kind, step }) => kind === 'edge' && (step === 'root' || step === 'reached')).length;
	const { affected } = revocation;
	return {
		revocation,
		decidedAt,
		members,
		edges: members.filter(({ kind }) => kind === 'edge').length,
		sessions: members.filter(({ kind }) => kind === 'session').length,
		counts,
		counted: affected === null ? null : { announced: affected, computed: counted, isEqual: affected === counted },
		wholeAfterMs: members.length === 0 ? null : last,
		isCut,
	};
}

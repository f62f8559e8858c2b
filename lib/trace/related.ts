import type { EpochMicros } from '../events/contract';
import type { FieldName } from '../query/field-names';
import type { Reading } from './reading';

/** Why an event belongs to a request though it has another request ID. */
export type Relation = 'approval' | 'authority' | 'session' | 'token' | 'trace' | 'policy';

/** Values of one lookup at most: a hostile event may name any number. */
export const VALUES_MAX = 200;
/** Earlier and later events of the same session are looked for this far around the request. */
export const AROUND_MS = 3_600_000;
/** Policy activations are looked for this far before the request. */
export const POLICY_BEFORE_MS = 7 * 86_400_000;

/** One question to the ledger: events of the zone whose field holds one of the values. Field names are those of the search language. */
export interface Lookup {
	readonly zone: string;
	readonly relation: Relation;
	/** Null: any event of the types and the window. */
	readonly field: FieldName | null;
	/** Different, none empty, at most VALUES_MAX. Empty only with a null field. */
	readonly values: readonly string[];
	readonly valuesLeftOut: number;
	/** Null: of any type. */
	readonly types: readonly string[] | null;
	/** Inclusive; null: open. */
	readonly from: EpochMicros | null;
	/** Exclusive; null: open. */
	readonly to: EpochMicros | null;
	readonly rowsMax: number;
	/** Which to keep when there are more: the latest, or those nearest to the request. */
	readonly keep: 'latest' | 'nearest';
}

/** Identifiers by which other events belong to a request. */
export interface RelatedKeys {
	readonly zone: string;
	readonly challenges: ReadonlySet<string>;
	/** All in the chains, for their beginnings and ends. */
	readonly sessions: ReadonlySet<string>;
	/** Those that acted, for what else they did. */
	readonly actingSessions: ReadonlySet<string>;
	readonly authorities: ReadonlySet<string>;
	readonly edges: ReadonlySet<string>;
	readonly tokens: ReadonlySet<string>;
	readonly fingerprints: ReadonlySet<string>;
	readonly traces: ReadonlySet<string>;
	readonly from: EpochMicros;
	readonly to: EpochMicros;
}

const APPROVAL_TYPES = ['step_up_issued', 'step_up_decided', 'step_up_consumed', 'token_exchange'];
const EDGE_TYPES = ['delegation_edge_create', 'delegation_edge_revoke', 'delegation_edge_expire', 'session_revoke'];
const LIFE_TYPES = ['session_spawn', 'session_suspend', 'session_resume', 'session_terminate', 'session_revoke'];
const USE_TYPES = ['token_exchange', 'step_up_issued', 'step_up_decided', 'step_up_consumed'];

function add(set: Set<string>, text: string): void {
	if (text !== '') set.add(text);
}

/** Of lists that were gone through: a request's are needed to ask for what belongs to it, and again to tell what does. */
const known = new WeakMap<readonly Reading[], RelatedKeys>();

/** The keys of one request, from its own events. `readings` are of one zone, not empty, and not changed later. */
export function keysOf(readings: readonly Reading[]): RelatedKeys {
	const keys = known.get(readings) ?? keysIn(readings);
	known.set(readings, keys);
	return keys;
}

function keysIn(readings: readonly Reading[]): RelatedKeys {
	let from = readings[0] === undefined ? 0n : readings[0].placedAt;
	let to = from;
	const made = () => new Set<string>();
	const sets = { challenges: made(), sessions: made(), actingSessions: made(), authorities: made(), edges: made() };
	const ids = { tokens: made(), fingerprints: made(), traces: made() };
	for (const reading of readings) {
		const at = reading.placedAt;
		if (at < from) from = at;
		if (at > to) to = at;
		add(sets.challenges, reading.challenge);
		add(sets.actingSessions, reading.session);
		add(sets.sessions, reading.session);
		add(sets.sessions, reading.parent);
		add(sets.authorities, reading.authority);
		add(sets.edges, reading.edge);
		add(ids.tokens, reading.jti);
		add(ids.fingerprints, reading.fingerprint);
		add(ids.traces, reading.traceId);
		for (const hop of reading.chain) {
			add(sets.sessions, hop.session);
			add(sets.edges, hop.edge);
		}
	}
	return { zone: readings[0]?.event.zone ?? '', ...sets, ...ids, from, to };
}

/** What to ask the ledger for a request, in order of use. Nothing is asked for keys it does not have. */
export function lookupsOf(keys: RelatedKeys): Lookup[] {
	const { zone } = keys;
	const around = { from: keys.from - BigInt(AROUND_MS) * 1000n, to: keys.to + BigInt(AROUND_MS) * 1000n };
	const ask = (
		relation: Relation,
		field: FieldName,
		values: ReadonlySet<string>,
		more: Partial<Pick<Lookup, 'types' | 'from' | 'to' | 'rowsMax' | 'keep'>> = {},
	): Lookup[] => {
		if (values.size === 0) return [];
		const shown = [...values].slice(0, VALUES_MAX);
		const rest = { types: null, from: null, to: null, rowsMax: 200, keep: 'nearest', ...more } as const;
		return [{ zone, relation, field, values: shown, valuesLeftOut: values.size - shown.length, ...rest }];
	};
	return [
		...ask('approval', 'challenge', keys.challenges, { types: APPROVAL_TYPES }),
		...ask('authority', 'edge', keys.edges, { types: EDGE_TYPES, rowsMax: 500 }),
		...ask('authority', 'session', keys.sessions, { types: LIFE_TYPES, rowsMax: 500 }),
		...ask('authority', 'authority', keys.authorities, { types: ['session_revoke'] }),
		...ask('session', 'session', keys.actingSessions, { types: USE_TYPES, ...around, rowsMax: 100 }),
		...ask('token', 'jti', keys.tokens, { rowsMax: 100 }),
		...ask('token', 'subject', keys.fingerprints, { types: ['gateway_resource_request', 'replay_detected'], ...around, rowsMax: 50 }),
		...ask('trace', 'trace', keys.traces, { rowsMax: 100 }),
		{
			zone,
			relation: 'policy',
			field: null,
			values: [],
			valuesLeftOut: 0,
			types: ['policy_activate'],
			from: keys.from - BigInt(POLICY_BEFORE_MS) * 1000n,
			to: around.to,
			rowsMax: 20,
			keep: 'latest',
		},
	];
}

/** The lookups of every request that shares the ID. */
export function lookupsOfAll(requests: readonly (readonly Reading[])[]): Lookup[] {
	return requests.flatMap((readings) => (readings.length === 0 ? [] : lookupsOf(keysOf(readings))));
}

function any(set: ReadonlySet<string>, values: readonly string[]): boolean {
	return values.some((value) => value !== '' && set.has(value));
}

/** Why an event of another request belongs to this one, or null. */
export function relationOf(reading: Reading, keys: RelatedKeys): Relation | null {
	const { event } = reading;
	if (event.zone !== keys.zone) return null;
	if (any(keys.challenges, [reading.challenge])) return 'approval';
	if (event.eventType === 'policy_activate') return 'policy';
	const edges = [reading.edge, ...edgeIdsOf(reading), ...reading.chain.map((hop) => hop.edge)];
	const sessions = [reading.session, ...reading.chain.map((hop) => hop.session)];
	if (EDGE_TYPES.includes(event.eventType) || LIFE_TYPES.includes(event.eventType))
		return any(keys.edges, edges) || any(keys.sessions, sessions) || any(keys.authorities, [reading.authority]) ? 'authority' : null;
	if (any(keys.tokens, [reading.jti]) || any(keys.fingerprints, [reading.fingerprint])) return 'token';
	if (any(keys.traces, [reading.traceId])) return 'trace';
	return any(keys.actingSessions, [reading.session]) ? 'session' : null;
}

function edgeIdsOf(reading: Reading): string[] {
	const list = Object.hasOwn(reading.meta, 'edge_ids') ? reading.meta.edge_ids : null;
	return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
}

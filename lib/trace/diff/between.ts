import { describeEvent } from '../../events/describe';
import { textAt } from '../../events/read-json';
import type { Segment } from '../../events/words';
import { instantOf, millisBetween, type Place } from '../event';
import { byOccurrence, type Reading } from '../reading';
import { keysOf, type Lookup, relationOf } from '../related';
import type { Compared } from './moment';

/** Something that changed between two requests. */
export interface Change {
	readonly place: Place;
	readonly type: string;
	readonly at: string;
	/** Before the later of the two requests; not negative. */
	readonly beforeMs: number;
	readonly sentence: readonly Segment[];
	/** It names a session, delegation, record or approval of one of the two; policies concern every request of the zone. */
	readonly isTouching: boolean;
}

/** Changes of one comparison kept at most, the latest. */
export const CHANGES_MAX = 200;

const ADMINISTRATIVE = new Set(['policy_activate', 'control.invoke', 'credential_revealed', 'step_up_decided']);

function isChange({ event }: Reading): boolean {
	return ADMINISTRATIVE.has(event.eventType) || event.eventType.startsWith('session_') || event.eventType.startsWith('delegation_');
}

/** The interval between two requests, whichever is earlier, from right after the one to the other. */
function interval(a: Compared, b: Compared): readonly [bigint, bigint] {
	const [x, y] = [a.exchange.placedAt, b.exchange.placedAt];
	return x < y ? [x, y] : [y, x];
}

/** Administrative, policy and authority events between two requests, earliest first. */
export function changesOf(
	before: Compared,
	after: Compared,
	readings: readonly Reading[],
): { changes: Change[]; leftOut: number; readings: Reading[] } {
	const [from, to] = interval(before, after);
	const keys = [keysOf(before.own), keysOf(after.own)];
	const found = readings
		.filter((reading) => {
			const at = reading.placedAt;
			return reading.event.zone === after.exchange.event.zone && at > from && at <= to && isChange(reading);
		})
		.sort(byOccurrence);
	const kept = found.slice(-CHANGES_MAX);
	const changes = kept.map(
		(reading): Change => ({
			place: reading.place,
			type: reading.event.eventType,
			at: instantOf(reading.placedAt),
			beforeMs: millisBetween(reading.placedAt, to),
			sentence: describeEvent(reading.event),
			isTouching: reading.event.eventType !== 'policy_activate' && keys.some((one) => relationOf(reading, one) !== null),
		}),
	);
	return { changes, leftOut: found.length - kept.length, readings: kept };
}

/** What to ask the ledger for the events between two requests. */
export function lookupsBetween(before: Compared, after: Compared): Lookup[] {
	const [from, to] = interval(before, after);
	const zone = after.exchange.event.zone;
	const window = { from, to: to + 1n, rowsMax: CHANGES_MAX, keep: 'latest' as const, valuesLeftOut: 0 };
	const any = { zone, relation: 'policy' as const, field: null, values: [], types: [...ADMINISTRATIVE], ...window };
	const sessions = new Set([...keysOf(before.own).sessions, ...keysOf(after.own).sessions]);
	const edges = new Set([...keysOf(before.own).edges, ...keysOf(after.own).edges]);
	const of = (field: 'session' | 'edge', values: ReadonlySet<string>): Lookup[] =>
		values.size === 0 ? [] : [{ zone, relation: 'authority', field, values: [...values], types: null, ...window }];
	return [any, ...of('edge', edges), ...of('session', sessions)];
}

/** The policy version an activation names, or `''`. */
export function activatedVersion(reading: Reading): string {
	return reading.event.policySetVersionId || textAt(reading.meta, 'policy_set_version_id');
}

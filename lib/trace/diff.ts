import { type AuthorityGround, namesOf } from './authority';
import { type Change, changesOf } from './diff/between';
import { type Cause, causeOf } from './diff/cause';
import { type DiffField, fieldsOf } from './diff/fields';
import { type Compared, comparedOf } from './diff/moment';
import { instantOf, type Place, type TraceEvent } from './event';
import { LinkLives } from './life';
import { byOccurrence, read } from './reading';
import { scopesOfEdges } from './scopes';
import { splitRequests } from './split';

export { type BaselineLookup, type BaselineMatch, baselineLookups, pickBaseline } from './diff/baseline';
export { type Change, lookupsBetween } from './diff/between';
export type { Cause } from './diff/cause';
export { DIFF_FIELDS, type DiffField, type DiffFieldName } from './diff/fields';
export { type Compared, comparedOf } from './diff/moment';

/** One side of a comparison. */
export interface DiffSide {
	readonly requestId: string;
	readonly zone: string;
	readonly place: Place;
	readonly at: string;
	readonly decision: string;
	readonly app: string;
	readonly appName: string;
}

/** Two requests laid side by side. JSON throughout. */
export interface Diff {
	readonly before: DiffSide;
	readonly after: DiffSide;
	/** All of DIFF_FIELDS in their order. */
	readonly fields: readonly DiffField[];
	readonly differing: number;
	readonly same: number;
	/** What happened between the two, earliest first. */
	readonly changes: readonly Change[];
	readonly changesLeftOut: number;
	readonly cause: Cause;
}

const sideOf = ({ exchange }: Compared): DiffSide => ({
	requestId: exchange.event.requestId,
	zone: exchange.event.zone,
	place: exchange.place,
	at: instantOf(exchange.event.occurredAt),
	decision: exchange.event.decision,
	app: exchange.app,
	appName: exchange.appName,
});

/** One request of an ID as a comparison takes it: the one with the event at `place`, else the last; null when it has no decision. */
export function requestOf(events: readonly TraceEvent[], requestId: string, place?: Place, resource?: string): Compared | null {
	const { requests } = splitRequests(events.filter((event) => event.requestId === requestId).map(read));
	const own =
		place === undefined
			? requests.at(-1)
			: requests.find((request) => request.some((reading) => reading.place.zone === place.zone && reading.place.seq === place.seq));
	return own === undefined ? null : comparedOf(own, resource);
}

/**
 * Compares two requests; the earlier is `before`, whichever comes first.
 * @param between events of the time between them and of the links of both, in any order
 * @param now microseconds since the epoch
 */
export function diffOf(one: Compared, other: Compared, between: readonly TraceEvent[], now: bigint): Diff {
	const [before, after] = byOccurrence(one.exchange, other.exchange) <= 0 ? [one, other] : [other, one];
	const readings = [...new Map([...between.map(read), ...before.own, ...after.own].map((reading) => [reading.key, reading])).values()];
	const ground: AuthorityGround = { lives: LinkLives.from(readings), scopes: scopesOfEdges(readings), ...namesOf(readings), now };
	const fields = fieldsOf(before, after, ground);
	const { changes, leftOut, readings: changed } = changesOf(before, after, readings);
	return {
		before: sideOf(before),
		after: sideOf(after),
		fields,
		differing: fields.filter((field) => field.state === 'differs').length,
		same: fields.filter((field) => field.state === 'same').length,
		changes,
		changesLeftOut: leftOut,
		cause: causeOf(before, after, fields, changed, ground),
	};
}

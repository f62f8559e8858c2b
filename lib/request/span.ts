import type { RequestTrace } from '../trace/trace';
import type { TimelineSpan } from '../url/request';
import { drawnAt, offsetOf } from './rows';

/** A stretch of the timeline, in microseconds after its start. */
export interface Stretch {
	readonly fromMicros: number;
	readonly toMicros: number;
}

/** The shortest stretch that is drawn. */
export const STRETCH_MICROS_MIN = 50;
/** Room at both ends, as a share of the stretch: bars have words at their right. */
const LEFT = 0.015;
const RIGHT = 0.2;
/** Ledger times belong on the picture of a request while they lie within this many of its spans after it. */
const LEDGER_SPANS_MAX = 3;
/** And in any case within this. */
const LEDGER_MICROS_MIN = 250_000;

function padded(fromMicros: number, toMicros: number): Stretch {
	const length = Math.max(toMicros - fromMicros, STRETCH_MICROS_MIN);
	return { fromMicros: Math.floor(fromMicros - length * LEFT), toMicros: Math.ceil(fromMicros + length * (1 + RIGHT)) };
}

/** From the first to the last of some offsets; null for none. */
function hull(offsets: Iterable<number>): Stretch | null {
	let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const at of offsets) {
		if (at < from) from = at;
		if (at > to) to = at;
	}
	return from > to ? null : { fromMicros: from, toMicros: to };
}

/** The request itself: its steps, the ghosts among them, and its way into the ledger as far as that is near. */
function ownStretch(request: RequestTrace): Stretch {
	const { spanMicros, start } = request.timeline;
	const ledgerMax = Math.max(spanMicros * LEDGER_SPANS_MAX, LEDGER_MICROS_MIN);
	const ends = [0, spanMicros];
	for (const event of request.events) {
		const ingested = offsetOf(start, event.ingestedAt);
		if (ingested <= spanMicros + ledgerMax) ends.push(ingested);
	}
	for (const ghost of request.ghosts) {
		const at = offsetOf(start, ghost.at);
		if (at >= 0 && at <= spanMicros + ledgerMax) ends.push(at);
	}
	const { fromMicros, toMicros } = hull(ends) ?? { fromMicros: 0, toMicros: spanMicros };
	return padded(fromMicros, toMicros);
}

function approvalStretch(request: RequestTrace): Stretch | null {
	const offsets = request.approvals.flatMap(({ moments }) => moments.map((moment) => offsetOf(request.timeline.start, moment.at)));
	const own = hull([0, request.timeline.spanMicros, ...offsets]);
	return offsets.length === 0 || own === null ? null : padded(own.fromMicros, own.toMicros);
}

function wholeStretch(request: RequestTrace): Stretch {
	const own = ownStretch(request);
	const around = hull([...request.related.map(drawnAt), own.fromMicros, own.toMicros]) ?? own;
	return padded(around.fromMicros, around.toMicros);
}

/** The named stretches a request has, the narrowest first. */
export function spansOf(request: RequestTrace): ('own' | 'approval' | 'all')[] {
	const approval = approvalStretch(request);
	const own = ownStretch(request);
	const isWider = approval !== null && (approval.toMicros > own.toMicros || approval.fromMicros < own.fromMicros);
	return ['own', ...(isWider ? (['approval'] as const) : []), ...(request.related.length > 0 ? (['all'] as const) : [])];
}

/** The name of the stretch a request opens with: its approvals belong to it. */
export function defaultSpan(request: RequestTrace): 'own' | 'approval' {
	return spansOf(request).includes('approval') ? 'approval' : 'own';
}

/** The stretch that is drawn. */
export function stretchOf(request: RequestTrace, span: TimelineSpan | null): Stretch {
	if (span !== null && typeof span !== 'string') return span;
	const name = span ?? defaultSpan(request);
	if (name === 'all') return wholeStretch(request);
	return (name === 'approval' ? approvalStretch(request) : null) ?? ownStretch(request);
}

/** A stretch around a point that is `factor` as long; the point keeps its place. Never shorter than STRETCH_MICROS_MIN. */
export function zoomed({ fromMicros, toMicros }: Stretch, aroundMicros: number, factor: number): Stretch {
	const length = Math.max((toMicros - fromMicros) * factor, STRETCH_MICROS_MIN);
	const share = (aroundMicros - fromMicros) / (toMicros - fromMicros);
	const from = Math.round(aroundMicros - length * share);
	return { fromMicros: from, toMicros: from + Math.ceil(length) };
}

/** A stretch moved by a share of its length. */
export function moved({ fromMicros, toMicros }: Stretch, share: number): Stretch {
	const by = Math.round((toMicros - fromMicros) * share);
	return { fromMicros: fromMicros + by, toMicros: toMicros + by };
}

import { parseRfc3339Micros } from '../time';
import type { Ghost } from '../trace/ghosts';
import type { TimelineEvent } from '../trace/timeline';
import type { RequestTrace } from '../trace/trace';

/** A line of the table of a request. Offsets are in microseconds after the start of its timeline. */
export type RequestRow =
	| { readonly kind: 'event'; readonly event: TimelineEvent; readonly atMicros: number }
	| { readonly kind: 'ghost'; readonly ghost: Ghost; readonly atMicros: number }
	/** Related events that only surround the request, folded or not. */
	| { readonly kind: 'fold'; readonly side: 'before' | 'after'; readonly count: number; readonly isOpen: boolean };

/** As many surrounding events on a side are not worth a fold. */
const UNFOLDED_MAX = 2;

/** When an event is drawn, after the start: as it is dated, or at its stream time when it claims to be later than that. */
export function drawnAt({ occurredMicros, clocks }: TimelineEvent): number {
	return clocks.isAhead && clocks.streamMs !== null ? occurredMicros + Math.round(clocks.streamMs * 1000) : occurredMicros;
}

/** Microseconds from one instant of an answer to another. */
export function offsetOf(start: string, at: string): number {
	const [from, to] = [parseRfc3339Micros(start), parseRfc3339Micros(at)];
	return from === null || to === null ? 0 : Number(to - from);
}

/** Whether a related event is part of the story, or only surrounds it: the life of an approval is, and what ended the authority. */
function toldIn({ violations }: RequestTrace): (event: TimelineEvent) => boolean {
	const ends = new Set(violations.map(({ endedBy }) => `${endedBy?.zone}/${endedBy?.seq}`));
	return ({ relation, place }) => relation === 'approval' || ends.has(`${place.zone}/${place.seq}`);
}

/**
 * The events of a request with what surrounds it and what is missing, in order of time.
 * @param open the sides whose surroundings are unfolded
 */
export function rowsOf(request: RequestTrace, open: ReadonlySet<'before' | 'after'>): RequestRow[] {
	const { start } = request.timeline;
	const eventRow = (event: TimelineEvent): RequestRow & { atMicros: number } => ({ kind: 'event', event, atMicros: drawnAt(event) });
	const isTold = toldIn(request);
	const own = request.events.map(eventRow);
	const story = [
		...own,
		...request.related.filter(isTold).map(eventRow),
		...request.ghosts.map((ghost) => ({ kind: 'ghost' as const, ghost, atMicros: offsetOf(start, ghost.at) })),
	].sort((a, b) => a.atMicros - b.atMicros);
	const firstAt = Math.min(...own.slice(0, 1).map((row) => row.atMicros), 0);
	const surrounding = request.related.filter((event) => !isTold(event)).map(eventRow);
	const sides = {
		before: surrounding.filter((row) => row.atMicros <= firstAt),
		after: surrounding.filter((row) => row.atMicros > firstAt),
	};
	const side = (name: 'before' | 'after'): RequestRow[] => {
		const rows = sides[name];
		if (rows.length <= UNFOLDED_MAX) return rows;
		const fold = { kind: 'fold', side: name, count: rows.length, isOpen: open.has(name) } as const;
		return [fold, ...(fold.isOpen ? rows : [])];
	};
	return [...side('before'), ...story, ...side('after')];
}

/** What tells a row from the others of its request. */
export function rowKey(row: RequestRow): string {
	switch (row.kind) {
		case 'event':
			return `${row.event.place.zone}/${row.event.place.seq}`;
		case 'ghost':
			return `ghost:${row.ghost.what}:${row.ghost.about}:${row.ghost.beside.zone}/${row.ghost.beside.seq}`;
		case 'fold':
			return `fold:${row.side}`;
	}
}

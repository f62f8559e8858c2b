import type { EventItem } from '@/lib/api/events';

/** Fewer alike events in a row than this stand for themselves. */
export const RUN_MIN = 3;

/** Whether two neighbours tell a reader the same: who asked for what, and what came of it. When, and in how many milliseconds, is left out. */
export function isAlike(a: EventItem, b: EventItem): boolean {
	return (
		a.type === b.type &&
		a.decision === b.decision &&
		a.app === b.app &&
		a.resource === b.resource &&
		a.reason === b.reason &&
		a.zone === b.zone &&
		a.evaluationStatus === b.evaluationStatus
	);
}

/** A line of the list: an event, or what is folded below the event that stands for it. */
export type Line =
	| { readonly kind: 'event'; readonly index: number }
	| { readonly kind: 'more'; readonly first: number; readonly count: number; readonly open: boolean };

/** The lines of a list; made on demand, since lists are long. */
export interface Lines {
	readonly count: number;
	readonly at: (line: number) => Line | undefined;
	/** The line an event stands on, or the line it is folded into. */
	readonly lineOf: (index: number) => number;
}

/** Every event on a line of its own. */
function plainLines(count: number): Lines {
	return {
		count,
		at: (line) => (line >= 0 && line < count ? { kind: 'event', index: line } : undefined),
		lineOf: (index) => index,
	};
}

/**
 * Events as lines, runs of at least RUN_MIN alike neighbours folded into their first event and a line that says how many follow.
 * @param isOpen whether the run that begins with this event is unfolded
 */
export function linesOf(events: readonly EventItem[], folded: boolean, isOpen: (first: EventItem) => boolean): Lines {
	if (!folded) return plainLines(events.length);
	// an event by its index, a folded rest by -1 minus the index of the run's first event
	const lines: number[] = [];
	const ends = new Map<number, { readonly end: number; readonly open: boolean }>();
	const lineOfIndex = new Int32Array(events.length);
	for (let first = 0; first < events.length; ) {
		const head = events[first];
		let end = first + 1;
		for (let next = events[end]; head !== undefined && next !== undefined && isAlike(head, next); next = events[end]) end++;
		const isRun = head !== undefined && end - first >= RUN_MIN;
		const open = isRun && isOpen(head);
		for (let index = first; index < end; index++) {
			if (!isRun || open || index === first) lines.push(index);
			lineOfIndex[index] = lines.length - 1;
			if (isRun && index === first) {
				lines.push(-1 - first);
				ends.set(first, { end, open });
			}
		}
		first = end;
	}
	return {
		count: lines.length,
		at(line) {
			const index = lines[line];
			if (index === undefined) return undefined;
			if (index >= 0) return { kind: 'event', index };
			const first = -1 - index;
			const run = ends.get(first);
			return { kind: 'more', first, count: (run?.end ?? first + 1) - first - 1, open: run?.open ?? false };
		},
		lineOf: (index) => lineOfIndex[index] ?? -1,
	};
}

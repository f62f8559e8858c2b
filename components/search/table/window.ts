import type { Range } from '@tanstack/react-virtual';
import type { EventItem } from '@/lib/api/events';
import type { EventPlace } from '@/lib/url/place';
import type { Line } from './runs';

/** Lines drawn above and below what is seen, and by how many at a time the drawn ones move on. */
const BEYOND = 2;
const STRIDE = 4;

/**
 * The lines to draw. They move on in strides, and their number stays, so that a scroll changes what is written in rows that are there
 * rather than make and throw away rows, and mostly changes nothing.
 */
export function windowOf({ startIndex, endIndex, count }: Range): number[] {
	const seen = Math.ceil((endIndex - startIndex + 1 + 2 * BEYOND) / STRIDE + 1) * STRIDE;
	const from = Math.max(Math.min(Math.floor((startIndex - BEYOND) / STRIDE) * STRIDE, count - seen), 0);
	return Array.from({ length: Math.min(seen, count - from) }, (_, i) => from + i);
}

/** The line an element is drawn on, or -1. */
export function lineAt(target: EventTarget | Element): number {
	return Number((target as HTMLElement).closest<HTMLElement>('tr')?.dataset.index ?? -1);
}

/** The line that has the focus, or -1. */
export function focusedIn(table: HTMLTableElement | null): number {
	const active = document.activeElement;
	return active === null || table?.contains(active) !== true ? -1 : lineAt(active);
}

export function isPlace(event: EventItem, place: EventPlace | null): boolean {
	return place !== null && event.seq === place.seq && event.zone === place.zone;
}

/** Whether the open event is among the folded ones of a run. */
export function holds(events: readonly EventItem[], run: Extract<Line, { kind: 'more' }>, place: EventPlace | null): boolean {
	if (place === null) return false;
	for (let i = run.first + 1; i <= run.first + run.count; i++) {
		const event = events[i];
		if (event !== undefined && isPlace(event, place)) return true;
	}
	return false;
}

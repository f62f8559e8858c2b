'use client';

import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { EventItem } from '@/lib/api/events';
import { formatPlace } from '@/lib/url/place';

interface Kept {
	readonly scroller: RefObject<HTMLElement | null>;
	readonly events: readonly EventItem[];
	readonly lineOf: (index: number) => number;
	/** Of a line, in CSS pixels. */
	readonly height: number;
	/** Whether the list is kept in place otherwise. */
	readonly isOff: boolean;
}

/** Rows put in above move down what is being read: the view moves with it. */
export function useKeptPosition({ scroller, events, lineOf, height, isOff }: Kept): void {
	const before = useRef<{ readonly top: string; readonly bottom: string } | null>(null);
	useLayoutEffect(() => {
		if (isOff) return;
		const [first] = events;
		const end = events.at(-1);
		const was = before.current;
		before.current = first === undefined || end === undefined ? null : { top: formatPlace(first), bottom: formatPlace(end) };
		if (was === null || first === undefined || end === undefined || formatPlace(first) === was.top) return;
		// another search, not newer rows of this one
		if (formatPlace(end) !== was.bottom) return;
		const added = events.findIndex((event) => formatPlace(event) === was.top);
		if (added > 0 && scroller.current !== null) scroller.current.scrollTop += lineOf(added) * height;
	}, [scroller, events, lineOf, height, isOff]);
}

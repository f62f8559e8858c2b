'use client';

import { type RefObject, useLayoutEffect } from 'react';

/** Keeps the end in view at which rows come in. @param rows changes with every row that comes */
export function useFollowedEnd(scroller: RefObject<HTMLElement | null>, end: 'top' | 'bottom' | null | undefined, rows: unknown): void {
	// biome-ignore lint/correctness/useExhaustiveDependencies: it is when rows come in that the end is no longer in view
	useLayoutEffect(() => {
		const list = scroller.current;
		if (list === null || end == null) return;
		const top = end === 'top' ? 0 : list.scrollHeight;
		if (list.scrollTop !== top) list.scrollTop = top;
	}, [scroller, end, rows]);
}

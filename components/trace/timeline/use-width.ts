'use client';

import { type RefObject, useLayoutEffect, useState } from 'react';

/** The width of an element in CSS pixels; `fallback` until it is measured, and on the server. */
export function useWidth(ref: RefObject<HTMLElement | null>, fallback: number): number {
	const [width, setWidth] = useState(fallback);
	useLayoutEffect(() => {
		const element = ref.current;
		if (element === null) return;
		const measure = () => {
			if (element.clientWidth > 0) setWidth(element.clientWidth);
		};
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [ref]);
	return width;
}

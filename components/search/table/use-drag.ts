'use client';

import { type PointerEvent, useRef } from 'react';

/** Less far than this, a pointer that goes down and up has clicked. In CSS pixels. */
const CLICK_PX_MAX = 4;

interface Drag {
	/** Called while it is dragged, with how far in CSS pixels and where the pointer is. */
	readonly onMove: (byPx: number, clientX: number) => void;
	/** Called where it is let go. */
	readonly onDrop: (byPx: number, clientX: number) => void;
	readonly onCancel: () => void;
}

/** Handlers for dragging an element sideways, and whether the click that follows was the end of a drag. */
export function useDrag({ onMove, onDrop, onCancel }: Drag) {
	const startX = useRef<number | null>(null);
	const isDragging = useRef(false);
	return {
		/** Whether the last press was a drag: then it was no click. */
		wasDrag: () => isDragging.current,
		handlers: {
			onPointerDown(event: PointerEvent<HTMLElement>) {
				isDragging.current = false;
				if (event.button !== 0) return;
				startX.current = event.clientX;
				event.currentTarget.setPointerCapture(event.pointerId);
			},
			onPointerMove(event: PointerEvent<HTMLElement>) {
				if (startX.current === null) return;
				const byPx = event.clientX - startX.current;
				if (Math.abs(byPx) > CLICK_PX_MAX) isDragging.current = true;
				if (isDragging.current) onMove(byPx, event.clientX);
			},
			onPointerUp(event: PointerEvent<HTMLElement>) {
				if (startX.current === null) return;
				const byPx = event.clientX - startX.current;
				startX.current = null;
				if (isDragging.current) onDrop(byPx, event.clientX);
			},
			onPointerCancel() {
				startX.current = null;
				onCancel();
			},
		},
	};
}

'use client';

import { type RefObject, useEffect } from 'react';
import type { TailStore } from './tail-store';

/** Tells the store of the pointer over the rows, for which they stand still. */
export function useHand(rows: RefObject<HTMLElement | null>, store: TailStore): void {
	useEffect(() => {
		const list = rows.current;
		if (list === null) return;
		const onPointer = (event: PointerEvent) => store.hand({ x: event.clientX, y: event.clientY, isDown: event.buttons !== 0 });
		// it may be let go of anywhere
		const onEnd = (event: PointerEvent) => store.letGo({ x: event.clientX, y: event.clientY });
		list.addEventListener('pointermove', onPointer, { passive: true });
		list.addEventListener('pointerdown', onPointer, { passive: true });
		window.addEventListener('pointerup', onEnd);
		window.addEventListener('pointercancel', onEnd);
		return () => {
			list.removeEventListener('pointermove', onPointer);
			list.removeEventListener('pointerdown', onPointer);
			window.removeEventListener('pointerup', onEnd);
			window.removeEventListener('pointercancel', onEnd);
		};
	}, [rows, store]);
}

'use client';

import { useEffect, useRef } from 'react';
import { isTyping } from '@/components/shell/shell';

export interface RequestKeys {
	readonly onMove: (step: 1 | -1) => void;
	readonly onOpen: () => void;
	readonly onClose: () => void;
	readonly onFind: () => void;
	readonly onCompare: () => void;
	readonly onLayer: () => void;
	readonly onVerify: () => void;
	readonly onZoom: (factor: number) => void;
	readonly onPan: (direction: 1 | -1) => void;
	readonly onWhole: () => void;
	/** To the next or the one before of the requests that share the ID. */
	readonly onChoice: (step: 1 | -1) => void;
	readonly onCopyLink: () => void;
}

/** Whether a menu or dialog has the keys for itself. */
function isCovered(): boolean {
	return document.querySelector('[role="dialog"], [role="menu"]') !== null;
}

/** The keys of the page of a request; what the key help says of them is in request-key-help.ts. */
export function useRequestKeys(keys: RequestKeys): void {
	const latest = useRef(keys);
	useEffect(() => {
		latest.current = keys;
	});
	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isCovered()) return;
			if (isTyping(event.target)) {
				if (event.key === 'Escape') (event.target as HTMLElement).blur();
				return;
			}
			const now = latest.current;
			const target = event.target instanceof HTMLElement ? event.target : null;
			const onControl = target?.closest('a, button, [role="separator"]') != null;
			const actions: Readonly<Record<string, () => void>> = {
				'/': now.onFind,
				j: () => now.onMove(1),
				k: () => now.onMove(-1),
				Escape: now.onClose,
				w: now.onCompare,
				i: now.onLayer,
				v: now.onVerify,
				'+': () => now.onZoom(0.5),
				'=': () => now.onZoom(0.5),
				'-': () => now.onZoom(2),
				'0': now.onWhole,
				h: () => now.onPan(-1),
				l: () => now.onPan(1),
				'[': () => now.onChoice(-1),
				']': () => now.onChoice(1),
				y: now.onCopyLink,
				// a focused link or button takes Enter itself
				...(onControl ? {} : { Enter: now.onOpen }),
			};
			const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
			if (action === undefined) return;
			event.preventDefault();
			action();
		}
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, []);
}

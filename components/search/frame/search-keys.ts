'use client';

import { useEffect, useRef } from 'react';
import { isTyping } from '@/components/shell/shell';

export interface SearchKeys {
	readonly onFocusBox: () => void;
	/** One row down (older) or up (newer). */
	readonly onMove: (step: 1 | -1) => void;
	readonly onOpen: () => void;
	/** Closes what is open: the event, then the panel. */
	readonly onClose: () => void;
	/** Keeps events like the present row, or leaves out its type. */
	readonly onFilter: (how: 'keep' | 'exclude') => void;
	/** The events around the present row. */
	readonly onContext: () => void;
	/** Chooses the present row for comparing, or no longer. */
	readonly onMark: () => void;
	/** Sets the chosen rows side by side. */
	readonly onCompare: () => void;
	/** To the facets, where arrows go on. */
	readonly onFacets: () => void;
	readonly onCopyLink: () => void;
}

/** Whether a menu or dialog has the keys for itself. */
function isCovered(): boolean {
	return document.querySelector('[role="dialog"], [role="menu"]') !== null;
}

/** The keys of the search. */
export function useSearchKeys(keys: SearchKeys): void {
	const latest = useRef(keys);
	useEffect(() => {
		latest.current = keys;
	}, [keys]);
	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isCovered()) return;
			if (isTyping(event.target)) {
				if (event.key === 'Escape') (event.target as HTMLElement).blur();
				return;
			}
			const now = latest.current;
			const onControl = event.target instanceof HTMLElement && event.target.closest('a, button, [role="slider"]') !== null;
			const actions: Readonly<Record<string, () => void>> = {
				'/': now.onFocusBox,
				j: () => now.onMove(1),
				k: () => now.onMove(-1),
				Escape: now.onClose,
				f: () => now.onFilter('keep'),
				x: () => now.onFilter('exclude'),
				c: now.onContext,
				m: now.onMark,
				v: now.onCompare,
				l: now.onFacets,
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

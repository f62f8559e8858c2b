'use client';

import { useEffect, useRef } from 'react';

export interface SearchKeys {
	readonly onFocusBox: () => void;
	/** One row down (older) or up (newer). */
	readonly onMove: (step: 1 | -1) => void;
	readonly onOpen: () => void;
	readonly onClose: () => void;
	/** Keeps, or leaves out, events of the decision or the type of the present row. */
	readonly onFilter: (side: 'only' | 'not') => void;
	readonly onCopyLink: () => void;
}

function isTyping(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
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
			const { onFocusBox, onMove, onOpen, onClose, onFilter, onCopyLink } = latest.current;
			const onControl = event.target instanceof HTMLElement && event.target.closest('a, button') !== null;
			const actions: Readonly<Record<string, () => void>> = {
				'/': onFocusBox,
				j: () => onMove(1),
				k: () => onMove(-1),
				Escape: onClose,
				f: () => onFilter('only'),
				x: () => onFilter('not'),
				y: onCopyLink,
				// a focused link or button takes Enter itself
				...(onControl ? {} : { Enter: onOpen }),
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

'use client';

import { useEffect, useRef } from 'react';
import { isTyping } from '@/components/shell/shell';

export interface TailKeys {
	readonly onPause: () => void;
	readonly onFocusBox: () => void;
	/** One row down or up. */
	readonly onMove: (step: 1 | -1) => void;
	readonly onOpen: () => void;
	/** Closes the event, then leaves the rows. */
	readonly onClose: () => void;
	/** Keeps events like the present row, or leaves out its type. */
	readonly onFilter: (how: 'keep' | 'exclude') => void;
	readonly onPin: () => void;
	readonly onCopyLink: () => void;
}

/** The keys of the tail. */
export function useTailKeys(keys: TailKeys): void {
	const latest = useRef(keys);
	useEffect(() => {
		latest.current = keys;
	}, [keys]);
	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
			if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
			if (isTyping(event.target)) {
				if (event.key === 'Escape') (event.target as HTMLElement).blur();
				return;
			}
			const control = event.target instanceof HTMLElement ? event.target.closest('a, button, [role="slider"]') : null;
			// a focused button takes space and Enter itself, a link Enter; in rows, which pass, space is always the pause
			const takesSpace = control !== null && control.tagName !== 'A' && control.closest('tbody') === null;
			if ((event.key === 'Enter' && control !== null) || (event.key === ' ' && takesSpace)) return;
			const now = latest.current;
			const actions: Readonly<Record<string, () => void>> = {
				' ': now.onPause,
				'/': now.onFocusBox,
				j: () => now.onMove(1),
				k: () => now.onMove(-1),
				Enter: now.onOpen,
				Escape: now.onClose,
				f: () => now.onFilter('keep'),
				x: () => now.onFilter('exclude'),
				p: now.onPin,
				y: now.onCopyLink,
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

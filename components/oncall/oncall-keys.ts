'use client';

import { useEffect, useRef } from 'react';
import { isTyping } from '@/components/shell/shell';

export interface OnCallKeys {
	readonly onWall: () => void;
	readonly onLeave: () => void;
	readonly onTurn: (by: 1 | -1) => void;
	readonly onHold: () => void;
	readonly onLayout: () => void;
	readonly onCopyLink: () => void;
}

/** Goes to the next figure or entry that leads somewhere. */
function moveFocus(by: 1 | -1): void {
	const stops = [...document.querySelectorAll<HTMLElement>('main [data-stop]')];
	const at = stops.indexOf(document.activeElement as HTMLElement);
	const next = at < 0 ? (by === 1 ? 0 : stops.length - 1) : Math.min(Math.max(at + by, 0), stops.length - 1);
	stops[next]?.focus();
}

/** The keys of the on-call screen. */
export function useOnCallKeys(keys: OnCallKeys): void {
	const latest = useRef(keys);
	useEffect(() => {
		latest.current = keys;
	}, [keys]);
	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
			if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
			const onControl = event.target instanceof HTMLElement && event.target.closest('a, button') !== null;
			const now = latest.current;
			const actions: Readonly<Record<string, () => void>> = {
				j: () => moveFocus(1),
				k: () => moveFocus(-1),
				w: now.onWall,
				Escape: now.onLeave,
				'[': () => now.onTurn(-1),
				']': () => now.onTurn(1),
				l: now.onLayout,
				y: now.onCopyLink,
				// a focused button takes the space itself
				...(onControl ? {} : { ' ': now.onHold }),
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

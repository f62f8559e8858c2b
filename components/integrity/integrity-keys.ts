'use client';

import { useEffect, useRef } from 'react';
import { isTyping } from '@/components/shell/shell';

export interface IntegrityKeys {
	readonly onClose: () => void;
	readonly onVerify: () => void;
	readonly onCopyLink: () => void;
}

/** Goes to the next piece of a strip, finding or link of the view. */
function moveFocus(by: 1 | -1): void {
	const stops = [...document.querySelectorAll<HTMLElement>('main [data-stop]')];
	const at = stops.indexOf(document.activeElement as HTMLElement);
	const next = at < 0 ? (by === 1 ? 0 : stops.length - 1) : Math.min(Math.max(at + by, 0), stops.length - 1);
	stops[next]?.focus();
}

/** The keys of the integrity view. */
export function useIntegrityKeys(keys: IntegrityKeys): void {
	const latest = useRef(keys);
	useEffect(() => {
		latest.current = keys;
	});
	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
			if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return;
			const now = latest.current;
			const actions: Readonly<Record<string, () => void>> = {
				j: () => moveFocus(1),
				k: () => moveFocus(-1),
				Escape: now.onClose,
				v: now.onVerify,
				n: () => document.querySelector<HTMLElement>('main [data-note]')?.focus(),
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

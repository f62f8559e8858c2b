'use client';

import { useEffect, useRef } from 'react';
import { isTyping } from '@/components/shell/shell';
import { addressNow, type ChangeAuthority } from './authority-state';

/** The keys of the graph's page beside those of the canvas; what the key help says of them is in authority-key-help.ts. */
export function useAuthorityKeys(change: ChangeAuthority, onCopyLink: () => void): void {
	const latest = useRef({ change, onCopyLink });
	useEffect(() => {
		latest.current = { change, onCopyLink };
	});
	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
			if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
			const now = latest.current;
			const close = () => now.change(addressNow().selected === null ? { panel: null } : { selected: null });
			const actions: Readonly<Record<string, () => void>> = {
				'/': () => document.querySelector<HTMLElement>('main [data-find]')?.focus(),
				Escape: close,
				v: () => now.change({ view: addressNow().view === 'graph' ? 'table' : 'graph' }, 'replace'),
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

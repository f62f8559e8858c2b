'use client';

import { useEffect, useRef } from 'react';
import { isTyping } from '@/components/shell/shell';
import type { Lapse } from './use-lapse';

interface Actions {
	readonly lapse: Lapse | null;
	readonly onCopyLink: () => void;
	readonly onToggleGraph: () => void;
}

/** The keys of one revocation; what the key help says of them is in revocation-key-help.ts. */
export function useRevocationKeys(actions: Actions): void {
	const latest = useRef(actions);
	useEffect(() => {
		latest.current = actions;
	});
	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
			if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
			const { lapse, onCopyLink, onToggleGraph } = latest.current;
			const keys = new Map<string, () => void>([
				['k', () => lapse?.toggle()],
				[',', () => lapse?.step(-1)],
				['.', () => lapse?.step(1)],
				['Home', () => lapse?.show(0)],
				['End', () => lapse?.show(null)],
				['v', onToggleGraph],
				['y', onCopyLink],
			]);
			const action = keys.get(event.key);
			if (action === undefined) return;
			event.preventDefault();
			action();
		}
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, []);
}

'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { isTyping } from '@/components/shell/shell';

interface RowKeys {
	/** What the rows stand in; the rows are the elements with `data-row`. */
	readonly rows: RefObject<HTMLElement | null>;
	readonly onClose: () => void;
	readonly onNew: () => void;
}

export const ROW_KEYS = [
	{ keys: ['j', 'k'], does: 'next, previous row' },
	{ keys: ['Enter'], does: 'open the row' },
	{ keys: ['Esc'], does: 'close it' },
	{ keys: ['n'], does: 'a new one' },
] as const;

/** The keys of a list in settings. j and k move the focus itself, so that Enter is the link's own. */
export function useRowKeys(keys: RowKeys): void {
	const latest = useRef(keys);
	useEffect(() => {
		latest.current = keys;
	}, [keys]);
	useEffect(() => {
		function onKey(event: KeyboardEvent) {
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
			if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return;
			if (isTyping(event.target)) {
				if (event.key === 'Escape') (event.target as HTMLElement).blur();
				return;
			}
			const { rows, onClose, onNew } = latest.current;
			if (event.key === 'Escape') onClose();
			else if (event.key === 'n') onNew();
			else if (event.key === 'j' || event.key === 'k') {
				const all = [...(rows.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
				const here = all.indexOf(document.activeElement as HTMLElement);
				all[Math.min(Math.max(here + (event.key === 'j' ? 1 : -1), 0), all.length - 1)]?.focus();
			} else return;
			event.preventDefault();
		}
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, []);
}

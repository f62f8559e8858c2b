'use client';

import type { RefObject } from 'react';
import { useViewKeys } from '@/components/shell/use-view-keys';

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
export function useRowKeys({ rows, onClose, onNew }: RowKeys): void {
	const move = (by: 1 | -1) => {
		const all = [...(rows.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
		const here = all.indexOf(document.activeElement as HTMLElement);
		all[Math.min(Math.max(here + by, 0), all.length - 1)]?.focus();
	};
	useViewKeys(() => ({ Escape: onClose, n: onNew, j: () => move(1), k: () => move(-1) }));
}

'use client';

import { useViewKeys } from '@/components/shell/use-view-keys';

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
	useViewKeys((control) => {
		// a focused button takes space and Enter itself, a link Enter; in rows, which pass, space is always the pause
		const takesSpace = control !== null && control.tagName !== 'A' && control.closest('tbody') === null;
		return {
			'/': keys.onFocusBox,
			j: () => keys.onMove(1),
			k: () => keys.onMove(-1),
			Escape: keys.onClose,
			f: () => keys.onFilter('keep'),
			x: () => keys.onFilter('exclude'),
			p: keys.onPin,
			y: keys.onCopyLink,
			...(takesSpace ? {} : { ' ': keys.onPause }),
			...(control === null ? { Enter: keys.onOpen } : {}),
		};
	}, 'a, button, [role="slider"]');
}

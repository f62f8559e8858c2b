'use client';

import { useViewKeys } from '@/components/shell/use-view-keys';

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

/** The keys of the search. */
export function useSearchKeys(keys: SearchKeys): void {
	useViewKeys(
		(control) => ({
			'/': keys.onFocusBox,
			j: () => keys.onMove(1),
			k: () => keys.onMove(-1),
			Escape: keys.onClose,
			f: () => keys.onFilter('keep'),
			x: () => keys.onFilter('exclude'),
			c: keys.onContext,
			m: keys.onMark,
			v: keys.onCompare,
			l: keys.onFacets,
			y: keys.onCopyLink,
			// a focused link or button takes Enter itself
			...(control === null ? { Enter: keys.onOpen } : {}),
		}),
		'a, button, [role="slider"]',
	);
}

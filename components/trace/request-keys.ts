'use client';

import { useViewKeys } from '@/components/shell/use-view-keys';

export interface RequestKeys {
	readonly onMove: (step: 1 | -1) => void;
	readonly onOpen: () => void;
	readonly onClose: () => void;
	readonly onFind: () => void;
	readonly onCompare: () => void;
	readonly onLayer: () => void;
	readonly onVerify: () => void;
	readonly onZoom: (factor: number) => void;
	readonly onPan: (direction: 1 | -1) => void;
	readonly onWhole: () => void;
	/** To the next or the one before of the requests that share the ID. */
	readonly onChoice: (step: 1 | -1) => void;
	readonly onCopyLink: () => void;
}

/** The keys of the page of a request; what the key help says of them is in request-key-help.ts. */
export function useRequestKeys(keys: RequestKeys): void {
	useViewKeys(
		(control) => ({
			'/': keys.onFind,
			j: () => keys.onMove(1),
			k: () => keys.onMove(-1),
			Escape: keys.onClose,
			w: keys.onCompare,
			i: keys.onLayer,
			v: keys.onVerify,
			'+': () => keys.onZoom(0.5),
			'=': () => keys.onZoom(0.5),
			'-': () => keys.onZoom(2),
			'0': keys.onWhole,
			h: () => keys.onPan(-1),
			l: () => keys.onPan(1),
			'[': () => keys.onChoice(-1),
			']': () => keys.onChoice(1),
			y: keys.onCopyLink,
			// a focused link or button takes Enter itself
			...(control === null ? { Enter: keys.onOpen } : {}),
		}),
		'a, button, [role="separator"]',
	);
}

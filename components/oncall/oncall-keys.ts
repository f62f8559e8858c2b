'use client';

import { moveToStop, useViewKeys } from '@/components/shell/use-view-keys';

export interface OnCallKeys {
	readonly onWall: () => void;
	readonly onLeave: () => void;
	readonly onTurn: (by: 1 | -1) => void;
	readonly onHold: () => void;
	readonly onLayout: () => void;
	readonly onCopyLink: () => void;
}

/** The keys of the on-call screen. */
export function useOnCallKeys(keys: OnCallKeys): void {
	useViewKeys((control) => ({
		j: () => moveToStop(1),
		k: () => moveToStop(-1),
		w: keys.onWall,
		Escape: keys.onLeave,
		'[': () => keys.onTurn(-1),
		']': () => keys.onTurn(1),
		l: keys.onLayout,
		y: keys.onCopyLink,
		// a focused button takes the space itself
		...(control === null ? { ' ': keys.onHold } : {}),
	}));
}

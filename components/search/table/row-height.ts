'use client';

import { useSyncExternalStore } from 'react';
import { DENSITY_KEY } from '@/components/shell/preferences';
import { useStoredChoice } from '@/components/shell/stored-choice';

const NARROW = '(max-width: 767px)';
const HEIGHT_PX = { dense: 28, comfortable: 36, twoLines: 68 } as const;

function subscribe(listener: () => void): () => void {
	const query = window.matchMedia(NARROW);
	query.addEventListener('change', listener);
	return () => query.removeEventListener('change', listener);
}

/** Whether the screen is too narrow for columns. */
export function useNarrow(): boolean {
	return useSyncExternalStore(
		subscribe,
		() => window.matchMedia(NARROW).matches,
		() => false,
	);
}

/** Height of a row in pixels: by the reader's density, or two lines where the screen is narrow. */
export function useRowHeight(): number {
	const narrow = useNarrow();
	const [density] = useStoredChoice(DENSITY_KEY, ['dense', 'comfortable'] as const, 'dense');
	return narrow ? HEIGHT_PX.twoLines : HEIGHT_PX[density];
}

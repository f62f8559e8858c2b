'use client';

import { moveToStop, useViewKeys } from '@/components/shell/use-view-keys';

export interface IntegrityKeys {
	readonly onClose: () => void;
	readonly onVerify: () => void;
	readonly onCopyLink: () => void;
}

/** The keys of the integrity view. */
export function useIntegrityKeys(keys: IntegrityKeys): void {
	useViewKeys(() => ({
		j: () => moveToStop(1),
		k: () => moveToStop(-1),
		Escape: keys.onClose,
		v: keys.onVerify,
		n: () => document.querySelector<HTMLElement>('main [data-note]')?.focus(),
		y: keys.onCopyLink,
	}));
}

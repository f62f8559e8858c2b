'use client';

import { useViewKeys } from '@/components/shell/use-view-keys';
import { addressNow, type ChangeAuthority } from './authority-state';

/** The keys of the graph's page beside those of the canvas; what the key help says of them is in authority-key-help.ts. */
export function useAuthorityKeys(change: ChangeAuthority, onCopyLink: () => void): void {
	const close = () => change(addressNow().selected === null ? { panel: null } : { selected: null });
	useViewKeys(() => ({
		'/': () => document.querySelector<HTMLElement>('main [data-find]')?.focus(),
		Escape: close,
		v: () => change({ view: addressNow().view === 'graph' ? 'table' : 'graph' }, 'replace'),
		y: onCopyLink,
	}));
}

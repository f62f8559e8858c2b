'use client';

import { useViewKeys } from '@/components/shell/use-view-keys';
import type { Lapse } from './use-lapse';

interface Actions {
	readonly lapse: Lapse | null;
	readonly onCopyLink: () => void;
	readonly onToggleGraph: () => void;
}

/** The keys of one revocation; what the key help says of them is in revocation-key-help.ts. */
export function useRevocationKeys({ lapse, onCopyLink, onToggleGraph }: Actions): void {
	const first = () => lapse?.show(0);
	const last = () => lapse?.show(null);
	useViewKeys(() => ({
		k: () => lapse?.toggle(),
		',': () => lapse?.step(-1),
		'.': () => lapse?.step(1),
		Home: first,
		End: last,
		v: onToggleGraph,
		y: onCopyLink,
	}));
}

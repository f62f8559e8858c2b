'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { parseRevocation, type RevocationState, revocationHref } from '@/lib/url/authority';

/** The state of the list of revocations and of one of them, which is their address. */
export function useRevocationState() {
	const params = useSearchParams();
	return useMemo(() => parseRevocation(params), [params]);
}

export type ChangeRevocation = (change: Partial<RevocationState>) => void;

/** Changes the state of one revocation in its address, which may be ahead of what is drawn. */
export function useChangeRevocation(zone: string, seq: number): ChangeRevocation {
	return useCallback(
		(change) => {
			const { state } = parseRevocation(new URLSearchParams(window.location.search));
			window.history.replaceState(null, '', revocationHref(zone, seq, { ...state, ...change }));
		},
		[zone, seq],
	);
}

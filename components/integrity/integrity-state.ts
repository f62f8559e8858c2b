'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type IntegrityState, integrityHref, parseIntegrity } from '@/lib/url/integrity';

export type ChangeIntegrity = (change: Partial<IntegrityState>, how?: 'push' | 'replace') => void;

/** The state by the address bar: ahead of what is drawn when keys come faster than the drawing. */
export function addressNow(): IntegrityState {
	return parseIntegrity(new URLSearchParams(window.location.search)).state;
}

/** The view's state, which is its address. */
export function useIntegrityState(): { state: IntegrityState; ignored: readonly string[]; change: ChangeIntegrity } {
	const params = useSearchParams();
	const { state, ignored } = useMemo(() => parseIntegrity(params), [params]);
	const change = useCallback<ChangeIntegrity>((next, how = 'push') => {
		const href = integrityHref({ ...addressNow(), ...next });
		if (how === 'push') window.history.pushState(null, '', href);
		else window.history.replaceState(null, '', href);
	}, []);
	return { state, ignored, change };
}

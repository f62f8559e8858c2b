'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type AuthorityState, authorityHref, parseAuthority } from '@/lib/url/authority';

export type ChangeAuthority = (change: Partial<AuthorityState>, how?: 'push' | 'replace') => void;

/** The state by the address bar: ahead of what is drawn when keys come faster than the drawing. */
export function addressNow(): AuthorityState {
	return parseAuthority(new URLSearchParams(window.location.search)).state;
}

/** The view's state, which is its address. Changes make a step in the history unless told to replace. */
export function useAuthorityState(): {
	state: AuthorityState;
	ignored: readonly string[];
	change: ChangeAuthority;
	hrefOf: (change: Partial<AuthorityState>) => string;
} {
	const params = useSearchParams();
	const { state, ignored } = useMemo(() => parseAuthority(params), [params]);
	const hrefOf = useCallback((change: Partial<AuthorityState>) => authorityHref({ ...state, ...change }), [state]);
	const change = useCallback<ChangeAuthority>((next, how = 'push') => {
		const href = authorityHref({ ...addressNow(), ...next });
		if (how === 'push') window.history.pushState(null, '', href);
		else window.history.replaceState(null, '', href);
	}, []);
	return { state, ignored, change, hrefOf };
}

'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { formatSearch, parseSearch, type SearchState } from '@/lib/url/search';

export type ChangeSearch = (change: Partial<SearchState>, how?: 'push' | 'replace') => void;

/** The address of the view with changes applied. */
export function searchHref(path: string, state: SearchState): string {
	const query = formatSearch(state);
	return query === '' ? path : `${path}?${query}`;
}

/** The state by the address bar: ahead of what is drawn when keys come faster than the drawing. */
export function addressNow(): SearchState {
	return parseSearch(new URLSearchParams(window.location.search)).state;
}

/** The view's state, which is its address. Changes make a step in the history unless told to replace. */
export function useSearchState(): {
	state: SearchState;
	ignored: readonly string[];
	change: ChangeSearch;
	hrefOf: (change: Partial<SearchState>) => string;
} {
	const path = usePathname();
	const params = useSearchParams();
	const { state, ignored } = useMemo(() => parseSearch(new URLSearchParams(params)), [params]);
	const hrefOf = useCallback((change: Partial<SearchState>) => searchHref(path, { ...state, ...change }), [path, state]);
	const change = useCallback<ChangeSearch>(
		(next, how = 'push') => {
			const href = searchHref(path, { ...addressNow(), ...next });
			if (how === 'push') window.history.pushState(null, '', href);
			else window.history.replaceState(null, '', href);
		},
		[path],
	);
	return { state, ignored, change, hrefOf };
}

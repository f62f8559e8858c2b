'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { parseTail, type TailState, tailHref } from '@/lib/url/tail';

export type ChangeTail = (change: Partial<TailState>, how?: 'push' | 'replace') => void;

/** The state by the address bar: ahead of what is drawn when keys come faster than the drawing. */
export function tailNow(): TailState {
	return parseTail(new URLSearchParams(window.location.search)).state;
}

/** The page's state, which is its address. Changes make a step in the history unless told to replace. */
export function useTailState(): {
	state: TailState;
	ignored: readonly string[];
	change: ChangeTail;
	hrefOf: (change: Partial<TailState>) => string;
} {
	const params = useSearchParams();
	const { state, ignored } = useMemo(() => parseTail(new URLSearchParams(params)), [params]);
	const hrefOf = useCallback((change: Partial<TailState>) => tailHref({ ...state, ...change }), [state]);
	const change = useCallback<ChangeTail>((next, how = 'push') => {
		const href = tailHref({ ...tailNow(), ...next });
		if (how === 'push') window.history.pushState(null, '', href);
		else window.history.replaceState(null, '', href);
	}, []);
	return { state, ignored, change, hrefOf };
}

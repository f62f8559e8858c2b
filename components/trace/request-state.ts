'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { parseRequest, type RequestState, requestHref } from '@/lib/url/request';

export type ChangeRequest = (change: Partial<RequestState>, how?: 'push' | 'replace') => void;

/** Parameters of the address that are the view's own: where the ID is one, it is not. */
function own(params: Iterable<readonly [string, string]>): [string, string][] {
	return [...params].filter(([key]) => key !== 'id').map(([key, value]) => [key, value]);
}

/** The state by the address bar: ahead of what is drawn when keys come faster than the drawing. */
export function addressNow(): RequestState {
	return parseRequest(own(new URLSearchParams(window.location.search))).state;
}

/** The view's state, which is its address. Changes make a step in the history unless told to replace. */
export function useRequestState(requestId: string): {
	state: RequestState;
	ignored: readonly string[];
	change: ChangeRequest;
	hrefOf: (change: Partial<RequestState>) => string;
} {
	const params = useSearchParams();
	const { state, ignored } = useMemo(() => parseRequest(own(params)), [params]);
	const hrefOf = useCallback((change: Partial<RequestState>) => requestHref(requestId, { ...state, ...change }), [requestId, state]);
	const change = useCallback<ChangeRequest>(
		(next, how = 'push') => {
			const href = requestHref(requestId, { ...addressNow(), ...next });
			if (how === 'push') window.history.pushState(null, '', href);
			else window.history.replaceState(null, '', href);
		},
		[requestId],
	);
	return { state, ignored, change, hrefOf };
}

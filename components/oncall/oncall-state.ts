'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { formatOnCall, type OnCallState, parseOnCall } from '@/lib/url/oncall';

export type ChangeOnCall = (change: Partial<OnCallState>, how?: 'push' | 'replace') => void;

export function onCallHref(state: OnCallState): string {
	const query = formatOnCall(state);
	return query === '' ? '/oncall' : `/oncall?${query}`;
}

/** The state by the address bar: ahead of what is drawn when keys come faster than the drawing. */
export function onCallNow(): OnCallState {
	return parseOnCall(new URLSearchParams(window.location.search));
}

/** The view's state, which is its address. */
export function useOnCallState(): { state: OnCallState; change: ChangeOnCall } {
	const params = useSearchParams();
	const state = useMemo(() => parseOnCall(params), [params]);
	const change = useCallback<ChangeOnCall>((next, how = 'push') => {
		const href = onCallHref({ ...onCallNow(), ...next });
		if (how === 'push') window.history.pushState(null, '', href);
		else window.history.replaceState(null, '', href);
	}, []);
	return { state, change };
}

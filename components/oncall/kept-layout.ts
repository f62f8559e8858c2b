'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { DEFAULT_ON_CALL, formatOnCall, type OnCallState, parseOnCall } from '@/lib/url/oncall';
import { onCallHref } from './oncall-state';

const keyOf = (who: string) => `caracal.oncall.${who}`;

/** Makes zones and figures an account's own in this browser: the screen opens so for them when its address says nothing. */
export function keepLayout(who: string, { zones, tiles, turnSeconds }: OnCallState): void {
	try {
		localStorage.setItem(keyOf(who), formatOnCall({ ...DEFAULT_ON_CALL, zones, tiles, turnSeconds }));
	} catch {
		// storage is blocked: the choice holds for nothing, which is what the reader's browser asks for
	}
}

function kept(who: string): string {
	try {
		return localStorage.getItem(keyOf(who)) ?? '';
	} catch {
		// storage is blocked: the default stands
		return '';
	}
}

/** Opens an address that says nothing as the account keeps it. A link is never changed, and never kept. */
export function useKeptLayout(who: string): void {
	const router = useRouter();
	useEffect(() => {
		const text = kept(who);
		// by the router: at the first drawing the address is not yet read when it is changed beside it
		if (window.location.search === '' && text !== '') router.replace(onCallHref(parseOnCall(new URLSearchParams(text))));
	}, [router, who]);
}

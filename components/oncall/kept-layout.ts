'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { DEFAULT_ON_CALL, formatOnCall, type OnCallState, parseOnCall } from '@/lib/url/oncall';
import { onCallHref } from './oncall-state';

const KEY = 'caracal.oncall';

/** Makes zones and figures this browser's own: the screen opens so when its address says nothing. */
export function keepLayout({ zones, tiles, turnSeconds }: OnCallState): void {
	try {
		localStorage.setItem(KEY, formatOnCall({ ...DEFAULT_ON_CALL, zones, tiles, turnSeconds }));
	} catch {
		// storage is blocked: the choice holds for nothing, which is what the reader's browser asks for
	}
}

function kept(): string {
	try {
		return localStorage.getItem(KEY) ?? '';
	} catch {
		// storage is blocked: the default stands
		return '';
	}
}

/** Opens an address that says nothing as this browser keeps it. A link is never changed, and never kept. */
export function useKeptLayout(): void {
	const router = useRouter();
	useEffect(() => {
		const text = kept();
		// by the router: at the first drawing the address is not yet read when it is changed beside it
		if (window.location.search === '' && text !== '') router.replace(onCallHref(parseOnCall(new URLSearchParams(text))));
	}, [router]);
}

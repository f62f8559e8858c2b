'use client';

import { useEffect } from 'react';
import { DEFAULT_ON_CALL, formatOnCall, type OnCallState, parseOnCall } from '@/lib/url/oncall';
import { type ChangeOnCall, useOnCallState } from './oncall-state';

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

function restore(change: ChangeOnCall): void {
	const text = kept();
	if (window.location.search === '' && text !== '') change(parseOnCall(new URLSearchParams(text)), 'replace');
}

/** Opens an address that says nothing as this browser keeps it. A link is never changed, and never kept. */
export function useKeptLayout(): void {
	const { change } = useOnCallState();
	useEffect(() => restore(change), [change]);
}

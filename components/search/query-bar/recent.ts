'use client';

import { useCallback, useSyncExternalStore } from 'react';

const KEY = 'caracal.search.recent';
const RECENT_MAX = 12;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

function stored(): string {
	try {
		return localStorage.getItem(KEY) ?? '[]';
	} catch {
		// storage is blocked: nothing is remembered
		return '[]';
	}
}

function parsed(text: string): readonly string[] {
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string').slice(0, RECENT_MAX) : [];
	} catch {
		// somebody else wrote there: begun anew with the next query
		return [];
	}
}

function store(queries: readonly string[]): void {
	try {
		localStorage.setItem(KEY, JSON.stringify(queries));
	} catch {
		// storage is blocked: nothing is remembered
	}
	for (const listener of listeners) listener();
}

/** The queries this browser ran last, newest first; how to add one, and how to forget them all. */
export function useRecentQueries(): { recent: readonly string[]; remember: (query: string) => void; forget: () => void } {
	const text = useSyncExternalStore(subscribe, stored, () => '[]');
	const remember = useCallback((query: string) => {
		if (query !== '') store([query, ...parsed(stored()).filter((each) => each !== query)].slice(0, RECENT_MAX));
	}, []);
	const forget = useCallback(() => store([]), []);
	return { recent: parsed(text), remember, forget };
}

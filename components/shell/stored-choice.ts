'use client';

import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	window.addEventListener('storage', listener);
	return () => {
		listeners.delete(listener);
		window.removeEventListener('storage', listener);
	};
}

function readStored(key: string): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		// storage is blocked: the default stands
		return null;
	}
}

/**
 * A choice of the reader that this browser remembers, the same in every tab. A link never writes one.
 * @returns the choice and how to change it; the fallback on the server and for anything unknown
 */
export function useStoredChoice<T extends string>(key: string, choices: readonly T[], fallback: T): [T, (choice: T) => void] {
	const stored = useSyncExternalStore(
		subscribe,
		() => readStored(key),
		() => null,
	);
	const choice = choices.find((candidate) => candidate === stored) ?? fallback;
	const choose = useCallback(
		(next: T) => {
			try {
				localStorage.setItem(key, next);
			} catch {
				// storage is blocked: the choice holds for nothing, which is what the reader's browser asks for
			}
			for (const listener of listeners) listener();
		},
		[key],
	);
	return [choice, choose];
}

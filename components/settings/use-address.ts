'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

type Change = Readonly<Record<string, string | null>>;

/** The address of a view of settings: which row is open, whether a form is. Changing it makes a step in the history. */
export function useAddress(): {
	params: URLSearchParams;
	hrefOf: (change: Change) => string;
	go: (change: Change, how?: 'push' | 'replace') => void;
} {
	const path = usePathname();
	const params = new URLSearchParams(useSearchParams());
	const hrefOf = (change: Change) => changed(path, params, change);
	const go = useCallback(
		(change: Change, how: 'push' | 'replace' = 'push') => {
			const href = changed(path, new URLSearchParams(window.location.search), change);
			if (how === 'push') window.history.pushState(null, '', href);
			else window.history.replaceState(null, '', href);
		},
		[path],
	);
	return { params, hrefOf, go };
}

function changed(path: string, params: URLSearchParams, change: Change): string {
	const next = new URLSearchParams(params);
	for (const [name, value] of Object.entries(change)) {
		if (value === null) next.delete(name);
		else next.set(name, value);
	}
	const query = next.toString();
	return query === '' ? path : `${path}?${query}`;
}

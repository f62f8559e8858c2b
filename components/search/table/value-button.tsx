'use client';

import { createContext, type ReactNode, useContext } from 'react';

/** Takes a value into the query: only such events, or none of them. Null where values of rows are not clicked. */
export const ValueAction = createContext<((field: string, value: string, action: 'only' | 'exclude') => void) | null>(null);

/** A value of a row that filters when it is clicked, where rows do so. */
export function ValueButton({ field, value, children }: { field: string; value: string | null; children: ReactNode }) {
	const act = useContext(ValueAction);
	if (act === null || value === null || value === '') return children;
	return (
		<button
			type="button"
			tabIndex={-1}
			title={`Only ${field}:${value.slice(0, 80)} (with Alt: none of it)`}
			onClick={(event) => act(field, value, event.altKey ? 'exclude' : 'only')}
			className="relative z-10 max-w-full truncate rounded-mark text-left decoration-dotted underline-offset-2 hover:underline"
		>
			{children}
		</button>
	);
}

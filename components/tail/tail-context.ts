'use client';

import { createContext, useContext } from 'react';
import type { TailState } from '@/lib/url/tail';
import type { TailSnapshot, TailStore } from './tail-store';
import type { ChangeTail } from './use-tail-state';

/** What the parts of the tail page share. */
export interface Tail {
	readonly state: TailState;
	readonly change: ChangeTail;
	readonly hrefOf: (change: Partial<TailState>) => string;
	/** Changes the text of the query; the stream goes on from the last row shown. */
	readonly edit: (edit: (text: string) => string) => void;
	readonly timeZone: string;
	readonly store: TailStore;
	readonly now: TailSnapshot;
	readonly toggle: (why: 'key' | 'button') => void;
	/** Ends what is and begins with what comes from now on. */
	readonly beginNow: () => void;
	readonly copyLink: () => void;
	readonly say: (text: string) => void;
}

export const TailContext = createContext<Tail | null>(null);

export function useTail(): Tail {
	const tail = useContext(TailContext);
	if (tail === null) throw new Error('useTail is used outside the tail page');
	return tail;
}

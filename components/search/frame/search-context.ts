'use client';

import { createContext, type RefObject, useContext } from 'react';
import type { EventItem, EventList, EventTotal } from '@/lib/api/events';
import type { EventPlace } from '@/lib/url/place';
import type { SearchState } from '@/lib/url/search';
import type { TableHandle } from '../table/event-table';
import type { ChangeSearch } from './search-state';

/** A window as its first read fixed it, and how far the chains reached then. */
export interface FixedWindow {
	readonly window: EventList['window'];
	/** For `since`; null with too many zones to say. */
	readonly position: string | null;
	/** Events dated after the window's end and after now, up to 100. */
	readonly datedAhead: number;
}

/** What the parts of the search page share. */
export interface Search {
	readonly state: SearchState;
	readonly change: ChangeSearch;
	/** The address of the page with changes applied. */
	readonly hrefOf: (change: Partial<SearchState>) => string;
	/** Changes the text of the query and runs it. */
	readonly edit: (edit: (text: string) => string) => void;
	/** IANA name of the time zone times are drawn in. */
	readonly timeZone: string;
	readonly fixed: FixedWindow | null;
	/** Zone, fixed window and query as parameters of a read; null until the window is known. */
	readonly eventQuery: string | null;
	/** The rows read so far, newest first. */
	readonly events: readonly EventItem[];
	readonly total: EventTotal | undefined;
	/** Events chosen for comparing. */
	readonly marks: readonly EventPlace[];
	readonly setMarks: (marks: readonly EventPlace[]) => void;
	/** The list the keys walk: the page's, or that of the panel in its place. Whichever is drawn takes it as its ref. */
	readonly table: RefObject<TableHandle | null>;
	/** Copies the address with its window fixed and its time zone, and says so. */
	readonly copyLink: () => void;
	/** Says something for a moment, also to a screen reader. */
	readonly say: (text: string) => void;
}

export const SearchContext = createContext<Search | null>(null);

/** The state of the search page and what can be done with it. */
export function useSearch(): Search {
	const search = useContext(SearchContext);
	if (search === null) throw new Error('useSearch is used outside the search page');
	return search;
}

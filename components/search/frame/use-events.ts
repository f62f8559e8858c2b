'use client';

import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isWorthRetrying, readJson } from '@/components/events/api';
import type { EventList, EventTotal, NewEvents } from '@/lib/api/events';
import type { Facets, Histogram } from '@/lib/api/search';
import { rangeOfWindow } from '@/lib/url/range';
import { type EventSearch, formatEventSearch } from '@/lib/url/search';
import type { FixedWindow } from './search-context';

/** How often the view asks whether there is something new, in milliseconds. */
const NEW_PERIOD_MS = 4_000;
/** About how many bars the histogram has, and how many values of a facet are read at once. */
const BARS = 60;
const FACET_VALUES = 50;
/** Rows of a page that is scrolled to; the first is as short as the API makes it, to be there soonest. */
const NEXT_PAGE_ROWS = 200;

function joined(query: string, key: string, value: string): string {
	return `${query}${query === '' ? '' : '&'}${key}=${encodeURIComponent(value)}`;
}

/** What one search of the page reads. */
export interface SearchReads {
	readonly search: EventSearch;
	/** How often the reader began anew: each time the window ends at now again. */
	readonly reading: number;
	/** Whether the query can be run. While it cannot, what was shown stays. */
	readonly runs: boolean;
	/** The page the server rendered, and for which search. */
	readonly first: { readonly query: string; readonly list: EventList } | null;
}

type PageParam = { readonly side: 'before' | 'after'; readonly cursor: string } | null;

/**
 * The rows, and the window they and everything beside them are of. The first read of a range fixes its window: whatever is filtered
 * afterwards is filtered in that same window, so that numbers can be set against each other and all reads run side by side.
 */
export function useEventPages({ search, reading, runs, first }: SearchReads) {
	const [fixedWindows] = useState(() => new Map<string, FixedWindow>());
	const windowKey = `${reading} ${formatEventSearch({ ...search, q: '' })}`;
	const known = fixedWindows.get(windowKey);
	const key = formatEventSearch(search);
	const query = known === undefined ? key : formatEventSearch({ ...search, range: rangeOfWindow(known.window) });
	const isFirst =
		first !== null && reading === 0 && first.query === key && (known === undefined || isSame(known.window, first.list.window));
	const pages = useInfiniteQuery<EventList, Error, InfiniteData<EventList, PageParam>, readonly unknown[], PageParam>({
		queryKey: ['events', key, reading],
		enabled: runs,
		initialPageParam: null,
		queryFn: ({ pageParam, signal }) =>
			readJson<EventList>(
				`/v1/events?${pageParam === null ? query : joined(joined(query, 'limit', String(NEXT_PAGE_ROWS)), pageParam.side, pageParam.cursor)}`,
				signal,
			),
		getNextPageParam: (last) => (last.older === null ? undefined : { side: 'before', cursor: last.older }),
		// only a list that began around a linked event has newer pages above
		getPreviousPageParam: (top) => (top.newer === null ? undefined : { side: 'after', cursor: top.newer }),
		placeholderData: keepPreviousData,
		staleTime: Number.POSITIVE_INFINITY,
		refetchOnReconnect: false,
		retry: isWorthRetrying,
		...(isFirst ? { initialData: { pages: [first.list], pageParams: [null] } } : {}),
	});
	const top = pages.isPlaceholderData ? undefined : pages.data?.pages[0];
	if (known === undefined && top !== undefined)
		fixedWindows.set(windowKey, { window: top.window, position: top.position, datedAhead: top.datedAhead });
	return { pages, fixed: fixedWindows.get(windowKey) ?? null };
}

function isSame(a: EventList['window'], b: EventList['window']): boolean {
	return a.from === b.from && a.to === b.to;
}

interface Beside {
	/** Zone, fixed window and query as parameters; null until they are known. */
	readonly eventQuery: string | null;
	readonly runs: boolean;
}

function useBeside<T>(name: string, path: string, { eventQuery, runs }: Beside, parameters: string) {
	const query = eventQuery === null ? '' : eventQuery;
	const whole = parameters === '' ? query : `${query}${query === '' ? '' : '&'}${parameters}`;
	return useQuery({
		queryKey: [name, whole],
		enabled: runs && eventQuery !== null,
		queryFn: ({ signal }) => readJson<T>(`${path}?${whole}`, signal),
		placeholderData: keepPreviousData,
		staleTime: Number.POSITIVE_INFINITY,
		refetchOnReconnect: false,
		retry: isWorthRetrying,
	});
}

/** How many events the window holds. */
export function useTotal(beside: Beside) {
	return useBeside<EventTotal>('events-count', '/v1/events/count', beside, '');
}

/** When they occurred. */
export function useHistogram(beside: Beside) {
	return useBeside<Histogram>('events-histogram', '/v1/events/histogram', beside, `bars=${BARS}`);
}

/** The values of the fields that have facets. */
export function useFacets(beside: Beside) {
	return useBeside<Facets>('events-facets', '/v1/events/facets', beside, `limit=${FACET_VALUES}`);
}

/** How many matching events came since the window was fixed; asked for only while the range reaches to now. */
export function useNewEvents({ search, runs }: SearchReads, fixed: FixedWindow | null) {
	const query = formatEventSearch(search);
	const position = fixed?.position ?? null;
	const reachesNow = search.range.kind !== 'between' || search.range.to === null;
	return useQuery({
		queryKey: ['events-new', query, position],
		enabled: runs && position !== null && reachesNow,
		queryFn: ({ signal }) => readJson<NewEvents>(`/v1/events/new?${joined(query, 'since', position ?? '')}`, signal),
		refetchInterval: NEW_PERIOD_MS,
		staleTime: 0,
		retry: isWorthRetrying,
	});
}

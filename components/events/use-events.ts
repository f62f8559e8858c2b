'use client';

import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { EventList, EventTotal, NewEvents } from '@/lib/api/events';
import { parseInstant, type TimeRange } from '@/lib/url/range';
import type { SearchState } from '@/lib/url/search';
import { isWorthRetrying, readJson } from './api';
import { filterQuery } from './filter-query';

/** How often the view asks whether there is something new, in milliseconds. */
const NEW_PERIOD_MS = 4_000;

/** The same events in the window a first page was read for, so that what is appended later moves nothing. */
function windowQuery(state: SearchState, window: EventList['window']): string {
	return filterQuery({ ...state, range: rangeOfWindow(window) });
}

/** A window as the range that names it. */
export function rangeOfWindow(window: EventList['window']): TimeRange {
	const from = window.from === null ? null : parseInstant(window.from);
	const to = window.to === null ? null : parseInstant(window.to);
	return from === null && to === null ? { kind: 'all' } : { kind: 'between', from, to };
}

type PageParam = { readonly side: 'before' | 'after'; readonly cursor: string; readonly window: EventList['window'] } | null;

/**
 * The list: pages of the ledger, newest first, each read when it is scrolled to. `reading` counts how often it was begun anew.
 * @param first the page the server rendered for this very filter, or undefined
 */
export function useEventPages(state: SearchState, reading: number, first: EventList | undefined) {
	const query = filterQuery(state);
	return useInfiniteQuery<EventList, Error, InfiniteData<EventList, PageParam>, readonly unknown[], PageParam>({
		queryKey: ['events', query, reading],
		initialPageParam: null,
		queryFn: ({ pageParam, signal }) =>
			pageParam === null
				? readJson<EventList>(`/v1/events?${query}`, signal)
				: readJson<EventList>(`/v1/events?${joined(windowQuery(state, pageParam.window), pageParam.side, pageParam.cursor)}`, signal),
		getNextPageParam: (last) => (last.older === null ? undefined : { side: 'before', cursor: last.older, window: last.window }),
		// only a list that began around a linked event has newer pages above
		getPreviousPageParam: (top) => (top.newer === null ? undefined : { side: 'after', cursor: top.newer, window: top.window }),
		placeholderData: keepPreviousData,
		staleTime: Number.POSITIVE_INFINITY,
		refetchOnReconnect: false,
		retry: isWorthRetrying,
		...(first === undefined ? {} : { initialData: { pages: [first], pageParams: [null] } }),
	});
}

/** How many events the window holds. */
export function useEventTotal(state: SearchState, first: EventList | undefined) {
	const query = first === undefined ? '' : windowQuery(state, first.window);
	return useQuery({
		queryKey: ['events-count', query],
		enabled: first !== undefined,
		queryFn: ({ signal }) => readJson<EventTotal>(`/v1/events/count?${query}`, signal),
		placeholderData: keepPreviousData,
		staleTime: Number.POSITIVE_INFINITY,
	});
}

/** How many matching events came since the list was read; asked for only while the window reaches to now. */
export function useNewEvents(state: SearchState, first: EventList | undefined) {
	const query = filterQuery(state);
	const position = first?.position ?? null;
	const reachesNow = state.range.kind !== 'between' || state.range.to === null;
	return useQuery({
		queryKey: ['events-new', query, position],
		enabled: position !== null && reachesNow,
		queryFn: ({ signal }) => readJson<NewEvents>(`/v1/events/new?${joined(query, 'since', position ?? '')}`, signal),
		refetchInterval: NEW_PERIOD_MS,
		staleTime: 0,
	});
}

function joined(query: string, key: string, value: string): string {
	return `${query}${query === '' ? '' : '&'}${key}=${encodeURIComponent(value)}`;
}

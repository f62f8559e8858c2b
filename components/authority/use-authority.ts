'use client';

import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { isWorthRetrying, readJson } from '@/components/events/api';

/** How often what is shown of the present is read again. */
export const FRESH_MS = 1_000;

/**
 * Reads a part of the graph; null reads nothing. What is of now is read again each second while the page is seen.
 * @param isStillMoving whether an answer may change yet; by default it may
 * @param freshMs how often
 */
export function useAuthority<T>(
	path: string | null,
	isLive: boolean,
	isStillMoving: (answer: T) => boolean = () => true,
	freshMs = FRESH_MS,
): UseQueryResult<T> {
	return useQuery<T, Error, T, readonly [string, string | null]>({
		queryKey: ['authority', path],
		enabled: path !== null,
		retry: isWorthRetrying,
		refetchInterval: ({ state }) => (isLive && (state.data === undefined || isStillMoving(state.data)) ? freshMs : false),
		placeholderData: keepPreviousData,
		queryFn: ({ signal }) => readJson<T>(path ?? '', signal),
	});
}

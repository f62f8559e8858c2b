'use client';

import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { isWorthRetrying, readJson } from '@/components/events/api';

/** How often what is shown of the present is read again. */
export const FRESH_MS = 1_000;

/** Reads a part of the graph; null reads nothing. What is of now is read again each second while the page is seen. */
export function useAuthority<T>(path: string | null, isLive: boolean): UseQueryResult<T> {
	return useQuery({
		queryKey: ['authority', path],
		enabled: path !== null,
		retry: isWorthRetrying,
		refetchInterval: isLive ? FRESH_MS : false,
		placeholderData: keepPreviousData,
		queryFn: ({ signal }) => readJson<T>(path ?? '', signal),
	});
}

'use client';

import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { isWorthRetrying, readJson } from '@/components/events/api';
import type { EventContext } from '@/lib/api/search';
import type { EventPlace } from '@/lib/url/place';

/** Events read at first on either side, and with each step further. */
export const AROUND = 50;
const STEP = 100;

type PageParam = { readonly side: 'before' | 'after'; readonly cursor: string } | null;

function parametersOf(page: PageParam): string {
	if (page === null) return `older=${AROUND}&newer=${AROUND}`;
	const counts = page.side === 'before' ? `older=${STEP}&newer=0` : `older=0&newer=${STEP}`;
	return `${counts}&${page.side}=${encodeURIComponent(page.cursor)}`;
}

/** The events around one, newest first, read further in either direction on demand. */
export function useContextEvents(of: EventPlace) {
	const path = `/v1/events/${encodeURIComponent(of.zone)}/${of.seq}/context`;
	return useInfiniteQuery<EventContext, Error, InfiniteData<EventContext, PageParam>, readonly unknown[], PageParam>({
		queryKey: ['event-context', path],
		initialPageParam: null,
		queryFn: ({ pageParam, signal }) => readJson<EventContext>(`${path}?${parametersOf(pageParam)}`, signal),
		getNextPageParam: (last) => (last.older === null ? undefined : { side: 'before', cursor: last.older }),
		getPreviousPageParam: (top) => (top.newer === null ? undefined : { side: 'after', cursor: top.newer }),
		staleTime: Number.POSITIVE_INFINITY,
		refetchOnReconnect: false,
		retry: isWorthRetrying,
	});
}

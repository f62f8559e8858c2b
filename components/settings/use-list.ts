'use client';

import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { isWorthRetrying, readJson } from '@/components/events/api';

/** How often a list that is looked at is read anew, in milliseconds. */
const PERIOD_MS = 15_000;

interface Page<Item> {
	readonly items: readonly Item[];
	readonly next: string | null;
}
type Pages<Item> = InfiniteData<Page<Item>, string | null>;

/**
 * A list of settings, page by page, read anew now and then.
 * @param path of the API
 * @param member of the answer the items are in
 * @param first what the server rendered, or undefined
 * @returns the query, its items, and how to put a changed or a new item in at once
 */
export function useList<Item extends { readonly id: number | string }>(path: string, member: string, first: Page<Item> | undefined) {
	const client = useQueryClient();
	const query = useInfiniteQuery<Page<Item>, Error, Pages<Item>, readonly string[], string | null>({
		queryKey: [path],
		initialPageParam: null,
		queryFn: async ({ pageParam, signal }) => {
			const answer = await readJson<Record<string, unknown>>(pageParam === null ? path : withAfter(path, pageParam), signal);
			return { items: answer[member] as readonly Item[], next: answer.next as string | null };
		},
		getNextPageParam: (last) => last.next,
		refetchInterval: PERIOD_MS,
		refetchOnWindowFocus: true,
		retry: isWorthRetrying,
		...(first === undefined ? {} : { initialData: { pages: [first], pageParams: [null] } }),
	});
	const edit = useCallback(
		(change: (items: readonly Item[], page: number, pages: number) => readonly Item[]) => {
			void client.cancelQueries({ queryKey: [path] });
			client.setQueryData<Pages<Item>>([path], (data) =>
				data === undefined
					? data
					: { ...data, pages: data.pages.map((page, i) => ({ ...page, items: change(page.items, i, data.pages.length) })) },
			);
			void client.invalidateQueries({ queryKey: [path] });
		},
		[client, path],
	);
	return { query, items: query.data?.pages.flatMap((page) => page.items) ?? [], edit };
}

function withAfter(path: string, after: string): string {
	return `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(after)}`;
}

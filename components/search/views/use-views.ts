'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isWorthRetrying, readJson } from '@/components/events/api';
import type { View, ViewChange } from '@/lib/api/views';

const PATH = '/v1/views';

interface Views {
	readonly views: readonly View[];
	readonly more: boolean;
}

function send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
	const headers = { accept: 'application/json', 'content-type': 'application/json' };
	return readJson<T>(path, undefined, body === undefined ? { method } : { method, headers, body: JSON.stringify(body) });
}

/** The saved searches one sees, and how to change them. */
export function useViews() {
	const client = useQueryClient();
	const list = useQuery({
		queryKey: ['views'],
		queryFn: ({ signal }) => readJson<Views>(PATH, signal),
		retry: isWorthRetrying,
	});
	const onSettled = () => client.invalidateQueries({ queryKey: ['views'] });
	const save = useMutation({
		mutationFn: (view: { name: string; address: string; zone_id: string | null }) => send<View>('POST', PATH, view),
		onSettled,
	});
	const update = useMutation({
		mutationFn: ({ id, ...change }: ViewChange & { readonly id: number }) => send<View>('PATCH', `${PATH}/${id}`, change),
		onSettled,
	});
	const remove = useMutation({ mutationFn: (id: number) => send<void>('DELETE', `${PATH}/${id}`), onSettled });
	return { list, save, update, remove };
}

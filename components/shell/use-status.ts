'use client';

import { useQuery } from '@tanstack/react-query';
import type { ConsoleStatus } from '@/lib/api/status';

const PERIOD_MS = 5_000;

/** What stands behind every view, asked for every few seconds. `failed` while the console itself does not answer. */
export function useStatus(first: ConsoleStatus | null): { status: ConsoleStatus | null; failed: boolean } {
	const { data, isError } = useQuery({
		queryKey: ['status'],
		queryFn: async ({ signal }) => {
			const response = await fetch('/v1/status', { signal });
			if (!response.ok) throw new Error(`status ${response.status}`);
			return (await response.json()) as ConsoleStatus;
		},
		refetchInterval: PERIOD_MS,
		refetchOnWindowFocus: true,
		...(first === null ? {} : { initialData: first }),
	});
	return { status: data ?? null, failed: isError };
}

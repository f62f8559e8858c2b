'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { isWorthRetrying, readJson } from '@/components/events/api';
import type { EvidenceJobShape } from '@/lib/api/evidence';
import { isOpen } from './job-words';

/** Milliseconds between reads while a bundle is being made, and while none is. */
const LIVE_MS = 1_000;
const QUIET_MS = 15_000;
const KEY = ['/v1/evidence'];

interface Jobs {
	readonly jobs: readonly EvidenceJobShape[];
}

/** The bundles, read anew while the page is looked at; faster while one is being made. */
export function useJobs(first: Jobs | null) {
	const client = useQueryClient();
	const query = useQuery<Jobs>({
		queryKey: KEY,
		queryFn: ({ signal }) => readJson<Jobs>('/v1/evidence', signal),
		refetchInterval: ({ state }) => (state.data?.jobs.some(isOpen) === true ? LIVE_MS : QUIET_MS),
		refetchOnWindowFocus: true,
		retry: isWorthRetrying,
		...(first === null ? {} : { initialData: first }),
	});
	/** Puts a bundle that was asked for or changed in at once. */
	const put = useCallback(
		(job: EvidenceJobShape) => {
			void client.cancelQueries({ queryKey: KEY });
			client.setQueryData<Jobs>(KEY, (data) => {
				const jobs = data?.jobs ?? [];
				const isThere = jobs.some((each) => each.job === job.job);
				return { jobs: isThere ? jobs.map((each) => (each.job === job.job ? job : each)) : [job, ...jobs] };
			});
		},
		[client],
	);
	return { query, jobs: query.data?.jobs ?? [], put };
}

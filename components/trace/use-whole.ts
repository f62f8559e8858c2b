'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isWorthRetrying, readJson } from '@/components/events/api';
import type { RequestAnswer } from '@/lib/api/trace';
import { type RequestScreen, screenOf } from '@/lib/request/screen';

/** The path of the whole answer. */
export function answerPath(requestId: string, zone: string | null): string {
	const id = encodeURIComponent(requestId.toWellFormed());
	return zone === null ? `/v1/requests/${id}` : `/v1/zones/${encodeURIComponent(zone)}/requests/${id}`;
}

/** The screen with all that was left out of it, once that is read; the first part stands until then. */
export function useWhole(first: RequestScreen, requestId: string, zone: string | null): { screen: RequestScreen; error: Error | null } {
	const path = answerPath(requestId, zone);
	const { data, error } = useQuery({
		queryKey: ['request', path],
		enabled: first.isCut,
		staleTime: Number.POSITIVE_INFINITY,
		retry: isWorthRetrying,
		queryFn: ({ signal }) => readJson<RequestAnswer>(path, signal),
	});
	const of = first.choices[first.chosen]?.place ?? null;
	const whole = useMemo(() => (data === undefined ? null : screenOf(data, of, true)), [data, of]);
	return { screen: first.isCut && whole?.request != null ? whole : first, error: first.isCut ? error : null };
}

'use client';

import { keepPreviousData, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { isWorthRetrying, readJson } from '@/components/events/api';
import type { CheckpointShape, FindingContext, FindingShape, Integrity, SweepShape } from '@/lib/api/integrity';
import type { FindingState } from '@/lib/url/integrity';
import type { EventPlace } from '@/lib/url/place';

const PERIOD_MS = 5_000;
/** While a verification is under way. */
const BUSY_MS = 1_000;
const LISTED = 10;

const isOpen = (sweep: SweepShape | null) => sweep !== null && sweep.endedAt === null;
const zonePath = (zone: string) => `/v1/zones/${encodeURIComponent(zone)}`;

function useRead<T>(key: readonly unknown[], path: string | null, period: (answer: T | undefined) => number, first?: T): UseQueryResult<T> {
	return useQuery<T>({
		queryKey: ['integrity', ...key],
		enabled: path !== null,
		retry: isWorthRetrying,
		refetchInterval: ({ state }) => period(state.data),
		placeholderData: keepPreviousData as never,
		queryFn: ({ signal }) => readJson<T>(path ?? '', signal),
		...(first === undefined ? {} : { initialData: first as never }),
	});
}

/** Every zone's integrity, read again every few seconds. */
export function useIntegrity(first: Integrity | null): UseQueryResult<Integrity> {
	const period = (answer: Integrity | undefined) => (answer?.zones.some(({ sweep }) => isOpen(sweep)) ? BUSY_MS : PERIOD_MS);
	return useRead<Integrity>(['zones'], '/v1/integrity', period, first ?? undefined);
}

export interface FindingPage {
	readonly findings: readonly FindingShape[];
	readonly next: string | null;
}

/** Findings, newest first. @param zone null for every zone */
export function useFindings(zone: string | null, show: FindingState): UseQueryResult<FindingPage> {
	const query = `state=${show}&limit=200${zone === null ? '' : `&zone=${encodeURIComponent(zone)}`}`;
	return useRead<FindingPage>(['findings', query], `/v1/integrity/findings?${query}`, () => PERIOD_MS);
}

/** One finding among the events around it; null reads nothing. */
export function useFinding(finding: EventPlace | null): UseQueryResult<FindingContext> {
	const path = finding === null ? null : `${zonePath(finding.zone)}/findings/${finding.seq}`;
	return useQuery<FindingContext>({
		queryKey: ['integrity', 'finding', path],
		enabled: path !== null,
		retry: isWorthRetrying,
		queryFn: ({ signal }) => readJson<FindingContext>(path ?? '', signal),
	});
}

/** The newest verifications of a zone. */
export function useSweeps(zone: string): UseQueryResult<{ readonly sweeps: readonly SweepShape[] }> {
	return useRead<{ readonly sweeps: readonly SweepShape[] }>(
		['sweeps', zone],
		zone === '' ? null : `${zonePath(zone)}/sweeps?limit=${LISTED}`,
		(answer) => (answer?.sweeps.some(isOpen) ? BUSY_MS : PERIOD_MS),
	);
}

/** The newest checkpoints of a zone. */
export function useCheckpoints(zone: string): UseQueryResult<{ readonly checkpoints: readonly CheckpointShape[] }> {
	return useRead<{ readonly checkpoints: readonly CheckpointShape[] }>(
		['checkpoints', zone],
		zone === '' ? null : `${zonePath(zone)}/checkpoints?limit=${LISTED}`,
		() => PERIOD_MS,
	);
}

/** Sends a change, then has everything of the view read again. @throws ReadFailure */
export function useChange(): <T>(path: string, method: 'POST' | 'DELETE', body?: object) => Promise<T> {
	const client = useQueryClient();
	return useCallback(
		async <T>(path: string, method: 'POST' | 'DELETE', body?: object) => {
			const init = {
				method,
				...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
			};
			const answer = await readJson<T>(path, undefined, init);
			await client.invalidateQueries({ queryKey: ['integrity'] });
			return answer;
		},
		[client],
	);
}

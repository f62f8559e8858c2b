'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { readJson } from '@/components/events/api';
import { useNow } from '@/components/events/clock';
import type { OnCall } from '@/lib/api/oncall';
import { DEFAULT_ON_CALL, formatOnCall } from '@/lib/url/oncall';

const PERIOD_MS = 3_000;
/** A question without an answer for so long is asked anew: a connection that hangs must not stop the screen for the night. */
const ANSWER_MS_MAX = 10_000;
/** Without an answer for so long, what is shown is old and says so. */
const LOST_MS = 15_000;
/** Answers of zones that are not on screen are forgotten, so that a wall that goes round keeps as much as it shows. */
const KEPT_MS = 60_000;

export interface OnCallRead {
	readonly answer: OnCall | undefined;
	readonly error: Error | null;
	/** Milliseconds since 1970 by the console's clock, moving once a second; 0 where there is none yet. */
	readonly nowMs: number;
	/** Since the answer was given; null while that is not long. */
	readonly lostMs: number | null;
	readonly retry: () => void;
}

/** What the zones' on-call screen shows, asked for every few seconds as long as it is open. */
export function useOnCall(zones: readonly string[], first: OnCall | null, isFirstOf: boolean): OnCallRead {
	const query = formatOnCall({ ...DEFAULT_ON_CALL, zones });
	const { data, error, dataUpdatedAt, refetch } = useQuery({
		queryKey: ['oncall', query],
		queryFn: ({ signal }) =>
			readJson<OnCall>(`/v1/oncall${query === '' ? '' : `?${query}`}`, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)])),
		refetchInterval: PERIOD_MS,
		refetchOnWindowFocus: true,
		// a browser that thinks it is offline goes on asking, and its reader is told
		networkMode: 'always',
		retry: false,
		gcTime: KEPT_MS,
		placeholderData: keepPreviousData,
		...(first !== null && isFirstOf ? { initialData: first } : {}),
	});
	const localMs = useNow();
	const sinceMs = localMs === 0 || dataUpdatedAt === 0 ? 0 : Math.max(localMs - dataUpdatedAt, 0);
	return {
		answer: data,
		error,
		nowMs: data === undefined || localMs === 0 ? 0 : Date.parse(data.at) + sinceMs,
		lostMs: sinceMs > LOST_MS ? sinceMs : null,
		retry: () => void refetch(),
	};
}

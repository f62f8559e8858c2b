'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { type InSight, inSightOf, showsEvidence } from '@/lib/url/sight';

const MINUTE_MS = 60_000;

/**
 * The time and the zones the present view shows, by its address.
 * @param nowIso the console's clock; null where it is not known
 * @param window what the view knows of its time better than its address
 * @returns null where no evidence is shown
 */
export function useSight(nowIso: string | null, window?: { readonly from: string; readonly to: string }): InSight | null {
	const path = usePathname();
	const params = useSearchParams();
	// what is relative moves by the minute
	const nowMs = nowIso === null ? 0 : Math.ceil(Date.parse(nowIso) / MINUTE_MS) * MINUTE_MS;
	const [from, to] = [window?.from, window?.to];
	return useMemo(() => {
		if (!showsEvidence(path)) return null;
		const inSight = inSightOf(path, new URLSearchParams(params), nowMs);
		return from === undefined || to === undefined ? inSight : { ...inSight, from: Date.parse(from), to: Date.parse(to) };
	}, [path, params, nowMs, from, to]);
}

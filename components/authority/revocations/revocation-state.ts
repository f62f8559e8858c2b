'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { parseRevocation } from '@/lib/url/authority';

/** The state of the list of revocations and of one of them, which is their address. */
export function useRevocationState() {
	const params = useSearchParams();
	return useMemo(() => parseRevocation(params), [params]);
}

/** The zone a view is of: the link's, else the first that is not the console's own. */
export function zoneOf(linked: string | null, zones: readonly string[]): string {
	return linked ?? zones.find((each) => each !== 'console') ?? zones[0] ?? '';
}

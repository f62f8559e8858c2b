'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { parseRevocation } from '@/lib/url/authority';

/** The state of the list of revocations and of one of them, which is their address. */
export function useRevocationState() {
	const params = useSearchParams();
	return useMemo(() => parseRevocation(params), [params]);
}

'use client';

import { useStatus } from '@/components/shell/use-status';

/** The zones the reader may see, for completion. Empty until the console has told them. */
export function useZones(): readonly string[] {
	return useStatus(null).status?.zones.map((zone) => zone.zone) ?? [];
}

'use client';

import type { ConsoleStatus } from '@/lib/api/status';
import type { InSight } from '@/lib/url/sight';
import { gapNotices } from './gap-notices';
import { NoticeLines } from './notice-bar';

/** What may be missing from what is in sight. Loaded only where something may be. */
export function GapLines({ status, inSight, timeZone }: { status: ConsoleStatus; inSight: InSight; timeZone: string }) {
	return <NoticeLines notices={gapNotices(status, inSight, timeZone)} />;
}

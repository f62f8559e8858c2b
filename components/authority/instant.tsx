'use client';

import { TimeAndAge } from '@/components/events/clock';
import { formatMicros } from '@/lib/time';

/** An instant of the projection, which are microseconds as numbers; a dash where there is none. */
export function Instant({ micros, timeZone }: { micros: number | null | undefined; timeZone: string }) {
	if (micros == null) return <span className="text-text-3">not on record</span>;
	return <TimeAndAge at={formatMicros(BigInt(micros))} timeZone={timeZone} />;
}

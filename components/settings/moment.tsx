'use client';

import { useLocalZone, useNow } from '@/components/events/clock';
import { cn } from '@/components/ui/cn';
import { ageWords, clockParts, wholeInstant } from '@/lib/time-words';

/** `3 min ago`, `in 30 d`: an instant by its distance from now; whole in both zones in the title. The date until the clock is known. */
export function momentWords(at: string, nowMs: number): string {
	if (nowMs === 0) return clockParts(at, 'UTC').date;
	const words = ageWords(at, nowMs);
	return Date.parse(at) > nowMs ? words : `${words} ago`;
}

export function Moment({ at, className }: { at: string; className?: string }) {
	const local = useLocalZone();
	return (
		<time dateTime={at} title={wholeInstant(at, local)} className={cn('whitespace-nowrap', className)}>
			{momentWords(at, useNow())}
		</time>
	);
}

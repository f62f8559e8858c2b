'use client';

import { useSyncExternalStore } from 'react';
import { useStoredChoice } from '@/components/shell/stored-choice';
import { ageWords, clockParts, wholeInstant } from '@/lib/time-words';

const PERIOD_MS = 1_000;
let now = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	timer ??= setInterval(() => {
		now = Date.now();
		for (const each of listeners) each();
	}, PERIOD_MS);
	return () => {
		listeners.delete(listener);
		if (listeners.size > 0) return;
		clearInterval(timer);
		timer = undefined;
	};
}

function currentNow(): number {
	if (now === 0) now = Date.now();
	return now;
}

/** Milliseconds since the epoch, moving once a second; 0 on the server, where no age is drawn. */
export function useNow(): number {
	return useSyncExternalStore(subscribe, currentNow, () => 0);
}

let localZone: string | undefined;

/** Asked for by every row that is drawn, and slow to find out: found out once. */
function readLocalZone(): string {
	localZone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone;
	return localZone;
}

const never = () => () => {};

/** The reader's own zone; UTC on the server. */
export function useLocalZone(): string {
	return useSyncExternalStore(never, readLocalZone, () => 'UTC');
}

/** The zone times are drawn in: the link's, else the one this browser remembers, else UTC; and how to remember another. */
export function useTimeZone(linked: string | null): { timeZone: string; remember: (choice: 'utc' | 'local') => void } {
	const [choice, remember] = useStoredChoice('caracal.clock', ['utc', 'local'] as const, 'utc');
	const local = useLocalZone();
	return { timeZone: linked ?? (choice === 'local' ? local : 'UTC'), remember };
}

/** Clock and age of an instant side by side; the title has it whole in both zones. */
export function TimeAndAge({ at, timeZone }: { at: string; timeZone: string }) {
	const nowMs = useNow();
	const local = useLocalZone();
	const { date, clock } = clockParts(at, timeZone);
	const today = nowMs === 0 ? date : clockParts(new Date(nowMs).toISOString().replace('Z', '000Z'), timeZone).date;
	return (
		<time dateTime={at} title={wholeInstant(at, local)} className="whitespace-nowrap">
			{date === today ? null : <span className="text-text-2">{date.slice(0, 4) === today.slice(0, 4) ? date.slice(-5) : date} </span>}
			{clock.slice(0, date === today ? 12 : date.slice(0, 4) === today.slice(0, 4) ? 8 : 5)}
			<span className="ml-2 text-12 text-text-3">{nowMs === 0 ? '' : ageWords(at, nowMs)}</span>
		</time>
	);
}

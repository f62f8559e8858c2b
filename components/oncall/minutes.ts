import { searchFor } from '@/lib/oncall/link';

const MS_PER_MINUTE = 60_000;

/** `02:16` of a minute behind the start, in UTC. */
export function minuteClock(from: string, i: number): string {
	return new Date(Date.parse(from) + i * MS_PER_MINUTE).toISOString().slice(11, 16);
}

/** The denials of a minute. */
export function minuteSearch(zones: readonly string[], from: string, i: number): string {
	const at = BigInt(Date.parse(from) + i * MS_PER_MINUTE) * 1000n;
	return searchFor(zones, 'decision:deny', at, at + BigInt(MS_PER_MINUTE) * 1000n);
}

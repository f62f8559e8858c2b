import { clockParts } from '@/lib/time-words';
import { formatInstant, type Preset, type TimeRange } from '@/lib/url/range';

export const PRESET_WORDS: Readonly<Record<Preset, string>> = {
	'5m': 'Last 5 min',
	'15m': 'Last 15 min',
	'1h': 'Last 1 h',
	'6h': 'Last 6 h',
	'24h': 'Last 24 h',
	'7d': 'Last 7 days',
	'30d': 'Last 30 days',
	'90d': 'Last 90 days',
};

/** An instant on the wall clock of the zone; an ellipsis for an open end. */
export function instantWords(at: bigint | null, timeZone: string): string {
	if (at === null) return '…';
	const { date, clock } = clockParts(formatInstant(at).replace(/(\.\d+)?Z$/, '.000000Z'), timeZone);
	return `${date} ${clock.slice(0, 8)}`;
}

/** The range in words. */
export function rangeWords(range: TimeRange, timeZone: string): string {
	switch (range.kind) {
		case 'all':
			return 'All time';
		case 'last':
			return PRESET_WORDS[range.preset];
		case 'between':
			return `${instantWords(range.from, timeZone)} to ${instantWords(range.to, timeZone)}`;
	}
}

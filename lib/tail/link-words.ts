import type { TailStats } from '../api/tail';
import type { Link } from './link';

export type LinkTone = 'live' | 'busy' | 'lost' | 'ended';

interface Standing {
	readonly link: Link;
	/** When it became what it is, when a row came last, and now; milliseconds of one clock. */
	readonly sinceMs: number;
	readonly lastRowMs: number | null;
	readonly nowMs: number;
	readonly source: TailStats['source'] | null;
	/** Events the server has not come to, while it catches up. */
	readonly behind: number;
}

/** A length of time as people say it: `14 s`, `3 min`. */
export function spanWords(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	if (seconds < 120) return `${seconds}\u00a0s`;
	return seconds < 7_200 ? `${Math.floor(seconds / 60)}\u00a0min` : `${Math.floor(seconds / 3_600).toLocaleString('en')}\u00a0h`;
}

/** How it stands with the connection, in plain words with its age. */
export function linkWords({ link, sinceMs, lastRowMs, nowMs, source, behind }: Standing): {
	tone: LinkTone;
	title: string;
	detail: string;
} {
	const last = lastRowMs === null ? 'no event yet' : `last event ${spanWords(nowMs - lastRowMs)} ago`;
	switch (link.kind) {
		case 'connecting':
			return { tone: 'busy', title: 'Connecting', detail: last };
		case 'queued':
			return {
				tone: 'busy',
				title: 'Waiting for a connection',
				detail: 'other tabs of this browser follow as many different tails as it can',
			};
		case 'lost':
			return {
				tone: 'lost',
				title: 'Connection lost',
				detail: `${spanWords(nowMs - sinceMs)} ago, trying again; ${last}. Nothing is lost by it.`,
			};
		case 'ended':
			return { tone: 'ended', title: 'Ended', detail: last };
		case 'open':
			if (source === 'waiting')
				return { tone: 'lost', title: 'Database away', detail: `the console waits for it; ${last}. Nothing is lost by it.` };
			if (source === 'ledger' || behind > 0)
				return {
					tone: 'busy',
					title: 'Catching up',
					detail: behind > 0 ? `${behind.toLocaleString('en')} events behind, read from the ledger` : 'reading from the ledger',
				};
			return { tone: 'live', title: 'Live', detail: last };
	}
}

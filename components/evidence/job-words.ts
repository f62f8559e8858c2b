import type { EvidenceJobShape } from '@/lib/api/evidence';
import type { EvidenceKind } from '@/lib/api/evidence-names';
import { plural } from '@/lib/events/amounts';
import type { BundleWanted } from '@/lib/url/evidence';
import { parseInstant } from '@/lib/url/range';

export const KIND_WORDS: Readonly<Record<EvidenceKind, string>> = {
	request: 'Request',
	search: 'Search',
	revocation: 'Revocation',
	incident: 'Incident',
	range: 'Time range',
};

export type JobLook = 'waiting' | 'running' | 'ending' | 'ready' | 'gone' | 'cancelled' | 'failed';

/** How a bundle stands, for people. */
export function lookOf(job: EvidenceJobShape): JobLook {
	if (job.state === 'done') return job.fetchable ? 'ready' : 'gone';
	if (job.endedAt === null && job.cancelledAt !== null) return 'ending';
	return job.state;
}

export const LOOK_WORDS: Readonly<Record<JobLook, string>> = {
	waiting: 'Waiting',
	running: 'Being made',
	ending: 'Ending',
	ready: 'Ready',
	gone: 'No longer kept',
	cancelled: 'Cancelled',
	failed: 'Not made',
};

export const isOpen = (job: EvidenceJobShape) => job.endedAt === null;

/** What would ask for a bundle again. */
export function wantedOf({ kind, subject, zones, q, from, to }: EvidenceJobShape): BundleWanted {
	const [begin, end] = [from, to].map((text) => (text === null ? null : parseInstant(text)));
	const range: BundleWanted['range'] =
		begin == null && end == null ? { kind: 'all' } : { kind: 'between', from: begin ?? null, to: end ?? null };
	// of a search and of a time the subject only says what is asked for
	return { kind, subject: kind === 'search' || kind === 'range' ? '' : subject, zones, q, range };
}

/** How far a bundle is: `120 of 240 events`. */
export function progressWords(job: EvidenceJobShape): string {
	switch (lookOf(job)) {
		case 'waiting':
			return 'waiting for a worker';
		case 'ending':
			return 'the worker is told';
		case 'running':
			return job.eventsTotal === null
				? 'looking for the events'
				: `${job.events.toLocaleString('en')} of ${plural(job.eventsTotal, 'event')}`;
		case 'ready':
		case 'gone':
			return plural(job.events, 'event');
		case 'cancelled':
			return 'nothing was kept';
		case 'failed':
			return job.error ?? 'no reason is known';
	}
}

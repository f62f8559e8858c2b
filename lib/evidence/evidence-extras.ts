import type { TimelineEvent } from '../trace/timeline';

/** What of an event was checked beside the trace, by `zone/seq`. */
export interface EvidenceExtras {
	/** What checks of signatures found. */
	readonly checks?: ReadonlyMap<string, { readonly state: string; readonly words: string; readonly checkedAt: string | null }>;
}

/** The key of an event in EvidenceExtras. */
export function evidenceKey(place: { readonly zone: string; readonly seq: number }): string {
	return `${place.zone}/${place.seq}`;
}

const SHA256 = /^[0-9a-f]{64}$/;

/** The hash of an event, or null when none that is one is known. */
export function hashOf({ contentSha256 }: TimelineEvent): string | null {
	return SHA256.test(contentSha256) ? contentSha256 : null;
}

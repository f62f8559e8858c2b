/** What a sweep can find. */
export const FINDING_KINDS = [
	'content_mismatch',
	'hmac_mismatch',
	'chain_break',
	'sequence_gap',
	'sequence_repeat',
	'tail_truncated',
	'zone_missing',
	'head_mismatch',
	'segment_missing',
	'signature_mismatch',
	'checkpoint_mismatch',
	'projection_mismatch',
	'anchor_missing',
	'anchor_lagging',
	'anchor_disagrees',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One thing that is wrong with the ledger. The same thing gives the same finding whenever it is seen. */
export interface Finding {
	readonly kind: FindingKind;
	/** `''` when it concerns no single event that is there. */
	readonly eventId: string;
	/** Places it concerns, both inclusive; null when none. */
	readonly seq: number | null;
	readonly lastSeq: number | null;
	readonly expected: string | null;
	readonly found: string | null;
	/** What was looked at, in a few words. */
	readonly words: string;
}

/** What each kind means for whoever reads it, and what to do. */
export const FINDING_WORDS: Readonly<Record<FindingKind, { readonly means: string; readonly todo: string }>> = {
	content_mismatch: {
		means: 'The event was changed after it was stored.',
		todo: 'Compare the row with its sealed bytes; what the producer signed counts.',
	},
	hmac_mismatch: {
		means: 'The link was not written with the ledger’s key.',
		todo: 'Find who can write to the database; check that the key is the right one.',
	},
	chain_break: {
		means: 'The event does not follow the one before it: one of the two was changed or exchanged.',
		todo: 'Look at both events and their sealed bytes.',
	},
	sequence_gap: {
		means: 'Events were deleted.',
		todo: 'Restore them from a backup or from the streams; their number and place are known.',
	},
	sequence_repeat: { means: 'Two events claim the same place.', todo: 'The one whose content hash is in the tree is the real one.' },
	tail_truncated: {
		means: 'The newest events were deleted, or the database was set back.',
		todo: 'Keep this database as it is, and restore the missing events.',
	},
	zone_missing: { means: 'A whole zone was deleted.', todo: 'Restore it from a backup; anchors tell how many events it had.' },
	head_mismatch: {
		means: 'The head of the chain does not say what its last event says.',
		todo: 'Find who changed it; new events would be chained to it.',
	},
	segment_missing: {
		means: 'The signed bytes of the event are gone, damaged, or not where the event says.',
		todo: 'Restore the segment from a backup.',
	},
	signature_mismatch: {
		means: 'The producer’s signature does not hold over the sealed bytes.',
		todo: 'Check that the key is the right one; else the sealed bytes were changed.',
	},
	checkpoint_mismatch: {
		means: 'The ledger, or the checkpoint, is not what was signed.',
		todo: 'Compare with the anchors: what they hold was signed at the time.',
	},
	projection_mismatch: {
		means: 'What the search shows is not what the ledger says.',
		todo: 'Make the search index anew: npm run rebuild.',
	},
	anchor_missing: { means: 'An anchor lost a checkpoint it had.', todo: 'Find out who can delete there.' },
	anchor_lagging: { means: 'Checkpoints do not reach an anchor.', todo: 'See its last error; until then that anchor proves nothing new.' },
	anchor_disagrees: {
		means: 'An anchor holds another checkpoint than the database.',
		todo: 'One of the two was replaced: trust the one the signature and the events agree with.',
	},
};

type Told = Pick<Finding, 'seq' | 'lastSeq' | 'expected' | 'found'>;

function toldOf({ seq, lastSeq, expected, found }: Told): string {
	const place = seq === null ? '' : lastSeq === null || lastSeq === seq ? ` seq=${seq}` : ` seq=${seq}..${lastSeq}`;
	const said = (name: string, value: string | null) => (value === null ? '' : ` ${name}=${value}`);
	return `${place}${said('expected', expected)}${said('found', found)}`;
}

/** The text under which a finding is one however often it is seen. */
export function findingDetail({ words, ...told }: Finding): string {
	return `${words}${toldOf(told)}`;
}

/** What of that text stands nowhere else in the finding. */
export function findingWords({ detail, ...told }: Told & { readonly detail: string }): string {
	const rest = toldOf(told);
	return rest !== '' && detail.endsWith(rest) ? detail.slice(0, -rest.length) : detail;
}

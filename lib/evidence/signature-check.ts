/** How a check of one event against its kept bytes ended. Stored and told: never renamed. */
export const CHECK_STATES = [
	'valid',
	'signature_mismatch',
	'content_mismatch',
	'chain_mismatch',
	'damaged',
	'not_signed',
	'not_kept',
	'no_key',
	'failed',
	'no_answer',
] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** What is checked: the producer's signature, the row against the signed bytes, the chain HMAC, the link to the event before. */
export const CHECK_PARTS = ['signature', 'content', 'chain', 'link'] as const;
export type CheckPartName = (typeof CHECK_PARTS)[number];
export const PART_STATES = ['holds', 'fails', 'unknown'] as const;

/** One thing that was checked. */
export interface CheckPart {
	readonly part: CheckPartName;
	readonly state: (typeof PART_STATES)[number];
	/** What was found, in a sentence. Holds no text of the event. */
	readonly words: string;
	/** What should be there and what is, where both may be told: a right signature never is, whoever has it could use it. */
	readonly expected: string | null;
	readonly found: string | null;
}

/** What a state means, and what to do; no word where nothing has to be done. */
export const CHECK_WORDS: Readonly<Record<CheckState, { readonly words: string; readonly todo: string }>> = {
	valid: {
		words: "The producer's signature holds over the kept bytes, they say what the ledger says, and its place in the chain is intact.",
		todo: '',
	},
	signature_mismatch: {
		words: "The kept bytes do not bear the producer's signature.",
		todo: 'Treat the event as tampered with unless its key was changed since: compare it with an archived segment and tell who runs the database.',
	},
	content_mismatch: {
		words: 'The ledger row does not say what the kept bytes say.',
		todo: 'Trust the signed bytes, not the row: keep both as evidence and find out who could write to the database.',
	},
	chain_mismatch: {
		words: "The event does not fit into its zone's chain.",
		todo: 'Check the events around it as well: one was changed, removed or put in later.',
	},
	damaged: {
		words: 'The segment that keeps the signed bytes cannot be read.',
		todo: 'Fetch the segment from the archive, and check the storage of the database.',
	},
	not_signed: {
		words: 'The event came without a signature, from a time when unsigned entries were accepted.',
		todo: 'Nothing proves who wrote it. Give the worker the keys so that unsigned entries are refused.',
	},
	not_kept: {
		words: 'The segment with the signed bytes is not in this database.',
		todo: 'Look for it in the archive of segments.',
	},
	no_key: {
		words: 'The worker that answered has no key to check the signature with.',
		todo: 'Give the worker AUDIT_HMAC_KEY and STREAMS_HMAC_KEY, and ask again.',
	},
	failed: {
		words: 'The check itself failed.',
		todo: 'Ask again; if it stays so, look at the log of the worker and of the database.',
	},
	no_answer: {
		words: 'No worker answered in time, so nothing is known yet.',
		todo: 'Ask again in a moment; if it stays so, see on the status page whether a worker runs.',
	},
};

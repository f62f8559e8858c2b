/** What the key help says of the keys of the evidence page. */
export const EVIDENCE_KEYS = [
	{ keys: ['j', 'k'], does: 'next, previous bundle' },
	{ keys: ['Enter'], does: 'open the bundle' },
	{ keys: ['Esc'], does: 'close it' },
	{ keys: ['n'], does: 'a new bundle' },
] as const;

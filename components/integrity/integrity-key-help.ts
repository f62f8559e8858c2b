/** What the key help says of the keys of the integrity view (integrity-keys.ts). */
export const INTEGRITY_KEYS = [
	{ keys: ['j', 'k'], does: 'next, previous piece or finding' },
	{ keys: ['Enter'], does: 'open it' },
	{ keys: ['Esc'], does: 'close the finding' },
	{ keys: ['v'], does: 'verify a zone: choose the range' },
	{ keys: ['n'], does: 'resolve the open finding with a note' },
	{ keys: ['y'], does: 'copy the link' },
] as const;

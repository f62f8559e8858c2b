/** What the key help says of the keys of the tail (tail-keys.ts). */
export const TAIL_KEYS = [
	{ keys: ['space'], does: 'pause, go on' },
	{ keys: ['/'], does: 'to the query' },
	{ keys: ['j', 'k'], does: 'one row down, up; it pauses' },
	{ keys: ['Enter'], does: 'open the row' },
	{ keys: ['Esc'], does: 'close the event, then leave the rows' },
	{ keys: ['f'], does: 'only events of this type and decision' },
	{ keys: ['x'], does: 'leave out events of this type' },
	{ keys: ['p'], does: 'keep the row in sight, or no longer' },
	{ keys: ['y'], does: 'copy the link' },
] as const;

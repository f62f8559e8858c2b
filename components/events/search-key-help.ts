/** What the key help says of the keys of the search (search-keys.ts). */
export const SEARCH_KEYS = [
	{ keys: ['/'], does: 'to the ID box' },
	{ keys: ['j', 'k'], does: 'older, newer row' },
	{ keys: ['Enter'], does: 'open the row' },
	{ keys: ['Esc'], does: 'close the event' },
	{ keys: ['f'], does: 'only events of this type and decision' },
	{ keys: ['x'], does: 'leave out events of this type' },
	{ keys: ['y'], does: 'copy the link' },
] as const;

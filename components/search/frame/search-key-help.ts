/** What the key help says of the keys of the search (search-keys.ts). */
export const SEARCH_KEYS = [
	{ keys: ['/'], does: 'to the query' },
	{ keys: ['j', 'k'], does: 'older, newer row' },
	{ keys: ['Enter'], does: 'open the row' },
	{ keys: ['Esc'], does: 'close the event, then the panel' },
	{ keys: ['f'], does: 'only events of this type and decision' },
	{ keys: ['x'], does: 'leave out events of this type' },
	{ keys: ['c'], does: 'the events around this one' },
	{ keys: ['m'], does: 'choose the row for comparing' },
	{ keys: ['v'], does: 'compare the chosen rows' },
	{ keys: ['l'], does: 'to the filters at the side; there arrows go on, Enter keeps, x leaves out, o keeps only' },
	{ keys: ['y'], does: 'copy the link' },
] as const;

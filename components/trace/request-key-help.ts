/** What the key help says of the keys of a request (request-keys.ts). */
export const REQUEST_KEYS = [
	{ keys: ['/'], does: 'to the box for another request ID' },
	{ keys: ['j', 'k'], does: 'next, previous event' },
	{ keys: ['Enter'], does: 'open the event' },
	{ keys: ['Esc'], does: 'close the event' },
	{ keys: ['+', '-'], does: 'zoom the lanes in, out' },
	{ keys: ['h', 'l'], does: 'earlier, later' },
	{ keys: ['0'], does: 'the whole request again' },
	{ keys: ['i'], does: 'checks or raw input' },
	{ keys: ['w'], does: 'compare with another request' },
	{ keys: ['v'], does: 'verify the signatures' },
	{ keys: ['[', ']'], does: 'previous, next request of the same ID' },
	{ keys: ['y'], does: 'copy the link' },
] as const;

/** And on the page without one. */
export const FIND_KEYS = [{ keys: ['/'], does: 'to the box for a request ID' }] as const;

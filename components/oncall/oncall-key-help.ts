/** What the key help says of the keys of the on-call screen (oncall-keys.ts). */
export const ON_CALL_KEYS = [
	{ keys: ['j', 'k'], does: 'next, previous figure or entry' },
	{ keys: ['Enter'], does: 'open its events in the search' },
	{ keys: ['w'], does: 'wall: large, nothing around it; Esc leaves' },
	{ keys: ['[', ']'], does: 'wall: previous, next zone' },
	{ keys: ['space'], does: 'wall: stay with this zone, or go on' },
	{ keys: ['l'], does: 'choose and order the figures' },
	{ keys: ['y'], does: 'copy the link' },
] as const;

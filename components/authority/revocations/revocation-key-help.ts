/** What the key help says of the keys of one revocation (use-revocation-keys.ts, lapse-track.tsx, graph-canvas.tsx). */
export const REVOCATION_KEYS = [
	{ keys: ['k'], does: 'play the cascade, pause' },
	{ keys: [','], does: 'one event back' },
	{ keys: ['.'], does: 'one event on' },
	{ keys: ['Home'], does: 'to the revocation' },
	{ keys: ['End'], does: 'show all of it' },
	{ keys: ['←', '→', '↑', '↓'], does: 'along the delegations, in the graph; by event, on the track' },
	{ keys: ['v'], does: 'draw the graph, or not' },
	{ keys: ['y'], does: 'copy the link' },
] as const;

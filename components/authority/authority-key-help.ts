/** What the key help says of the keys of the graph (authority-keys.ts, graph-canvas.tsx). */
export const AUTHORITY_KEYS = [
	{ keys: ['/'], does: 'to the box' },
	{ keys: ['←', '→'], does: 'along a delegation, in the graph' },
	{ keys: ['↑', '↓'], does: 'up, down the column, in the graph' },
	{ keys: ['Enter'], does: 'draw around what is selected' },
	{ keys: ['Esc'], does: 'close what is selected' },
	{ keys: ['v'], does: 'graph or table' },
	{ keys: ['y'], does: 'copy the link' },
] as const;

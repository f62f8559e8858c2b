/** The tiles of the on-call screen, in the order they stand when nobody chose another. Names alone: the browser loads this file. */
export const TILE_IDS = ['denials', 'held', 'decisions', 'pipeline', 'integrity', 'revocations', 'refusals', 'tokens', 'silence'] as const;
export type TileId = (typeof TILE_IDS)[number];

/** What attention is drawn as: the four meanings, and what is not known. */
export const TILE_MEANINGS = ['deny', 'held', 'fault', 'unknown'] as const;
export type TileMeaning = (typeof TILE_MEANINGS)[number];

/** Fields whose refused values are counted; names of the query language. */
export const REFUSAL_FIELDS = ['reason', 'app', 'resource'] as const;
export type RefusalField = (typeof REFUSAL_FIELDS)[number];

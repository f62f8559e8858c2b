/** Longest text of a query, in UTF-16 units. */
export const TEXT_LENGTH_MAX = 10_000;
/** Most tests one query may hold. */
export const LEAVES_MAX = 200;
/** Deepest nesting of brackets and negations. */
export const DEPTH_MAX = 20;
/** Longest path behind `meta.`, in keys. */
export const PATH_LENGTH_MAX = 10;

/** Earliest and latest instant a link or cursor may name: years 1 to 9999, which RFC 3339 and Postgres both can write. Inclusive. */
export const INSTANT_MIN = -62_135_596_800_000_000n;
export const INSTANT_MAX = 253_402_300_799_999_999n;

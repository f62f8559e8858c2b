import type { SigningKeys } from '../signing';

/** Keys of the tests; nobody signs anything real with them. */
export const TEST_KEYS = { audit: Buffer.alloc(32, 1), streams: Buffer.alloc(32, 2) } satisfies SigningKeys;
export const TEST_START_MS = Date.UTC(2026, 10, 21, 12);

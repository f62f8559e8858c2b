import type { Micros } from './order';

const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
/** An outbox waits for its tick and for Redis; an id older than this is no time of writing. */
const OUTBOX_MICROS_MAX = 600_000_000;

/**
 * When an outbox row was written, from its UUIDv7 (wire reference 7.4), as far as it can be believed: at most ten minutes before the
 * entry and not after it. Else the entry's own time.
 * @param at the entry's time on its stream
 */
export function decidedAt(outboxId: string, at: Micros): Micros {
	const [, high, low] = UUID_V7.exec(outboxId) ?? [];
	if (high === undefined || low === undefined) return at;
	const written = Number.parseInt(high + low, 16) * 1000;
	return written <= at && at - written <= OUTBOX_MICROS_MAX ? written : at;
}

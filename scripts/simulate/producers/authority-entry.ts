import type { AuthorityStream } from '../../../lib/streams/names';
import type { Entry } from '../entry';
import { uuid7 } from '../ids';
import { signFields } from '../signing';
import type { Moment, Wire } from './audit-entry';

/** Longest the coordinator's outbox waits for its next tick, in milliseconds (wire reference 1.8). */
const COORDINATOR_TICK_MS = 1000;
const API_POLL_MS = 250;

/**
 * An entry of one of the four authority streams: every field is text, nulls are left out, `_sig` covers the rest.
 * Its time is its stream entry id, so it happens when it is published.
 * @param producer the coordinator adds a `dedupe_key` and publishes by the second, the API every 250 ms
 */
export function authorityEntry(
	wire: Wire,
	moment: Moment,
	stream: AuthorityStream,
	producer: 'coordinator' | 'api',
	zone: string,
	payload: readonly (readonly [name: string, value: string | null])[],
): Entry {
	const outboxId = uuid7(wire.rng, moment.atMs);
	const fields = ['outbox_id', outboxId];
	if (producer === 'coordinator') fields.push('dedupe_key', dedupeKey(payload, outboxId));
	fields.push('zone_id', zone);
	for (const [name, value] of payload) if (value !== null) fields.push(name, value);
	if (wire.keys.streams !== null) fields.push('_sig', signFields(wire.keys.streams, stream, fields));
	const delayMs = producer === 'coordinator' ? wire.rng.int(5, COORDINATOR_TICK_MS) : wire.rng.int(5, API_POLL_MS);
	const streamAtMs = moment.atMs + (moment.lateMs ?? delayMs);
	return { stream, fields, occurredAtMs: streamAtMs, streamAtMs, zone };
}

function dedupeKey(payload: readonly (readonly [name: string, value: string | null])[], outboxId: string): string {
	const [, event] = payload.find(([name]) => name === 'event') ?? [];
	const [, subject] = payload.find(([name]) => name === 'edge_id' || name === 'agent_session_id') ?? [];
	return `${event ?? 'revoke'}:${subject ?? outboxId}:${outboxId.slice(-12)}`;
}

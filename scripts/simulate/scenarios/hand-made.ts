import { AUDIT_STREAM } from '../../../lib/streams/names';
import type { Entry, Fate } from '../entry';
import { uuid7 } from '../ids';
import { signData } from '../signing';
import type { Script } from './script';

/** An ordinary event as an object, for stories that bend it before it is written. */
export function plainEvent(script: Script, afterMs: number, requestId: string): Record<string, unknown> {
	const atMs = script.at(afterMs);
	return {
		id: uuid7(script.rng, atMs),
		zone_id: script.zoneId,
		event_type: 'token_exchange',
		request_id: requestId,
		decision: 'deny',
		evaluation_status: 'scope_mismatch',
		determining_policies_json: null,
		diagnostics_json: null,
		metadata_json: {
			application_id: 'app_mailer',
			application_name: 'mailer',
			application_registration_method: 'managed',
			resource: 'resource://crm',
		},
		occurred_at: new Date(atMs).toISOString(),
	};
}

/** A signed entry of any text as `data`. */
export function entryOfText(script: Script, afterMs: number, data: string, fate: Fate = 'ledger', zone = script.zoneId): Entry {
	const { keys, rng } = script.wire;
	const fields = ['id', uuid7(rng, script.at(afterMs)), 'data', data];
	if (keys.audit !== null) fields.push('sig', signData(keys.audit, data));
	const atMs = script.at(afterMs);
	return { stream: AUDIT_STREAM, fields, occurredAtMs: atMs, streamAtMs: atMs + 20, zone, fate };
}

import type { JsonValue } from '../../lib/json';
import { formatMicros } from '../../lib/time';

/** The instant of the first event made, in microseconds since 1970. */
const FIRST_MICROS = 1_778_486_400_123_456n;

/** An event in the API's shape, the `n`th of its zone; each a second after the one before. */
export function apiEvent(zone: string, n: number, with_: Readonly<Record<string, JsonValue>> = {}): Record<string, JsonValue> {
	return {
		id: `evt-${zone}-${n}`,
		zone_id: zone,
		event_type: 'token_exchange',
		request_id: `req-${zone}-${n}`,
		decision: 'allow',
		policy_set_id: 'ps-1',
		policy_set_version_id: 'psv-def456',
		manifest_sha: 'ab12',
		evaluation_status: 'complete',
		determining_policies_json: [{ policy: 'payments-policy' }],
		diagnostics_json: [],
		metadata_json: { application_id: 'app-1', application_name: 'mailer', resource: 'resource://crm' },
		occurred_at: formatMicros(FIRST_MICROS + BigInt(n) * 1_000_000n),
		ingested_at: formatMicros(FIRST_MICROS + BigInt(n) * 1_000_000n + 5_000n),
		chain_seq: n,
		...with_,
	};
}

/** The world the benchmark's events are of: 30 days that end at a fixed instant, and how many values each field has. */
export const DAYS = 30;
export const TO_MICROS = 1_795_219_200_000_000n;
export const FROM_MICROS = TO_MICROS - BigInt(DAYS) * 86_400_000_000n;
/** The ledger is built in pieces of so many hours, each a transaction. */
export const CHUNK_HOURS = 6;
export const CHUNKS = (DAYS * 24) / CHUNK_HOURS;

export const ZONES = ['prod-eu', 'prod-us', 'staging', 'partners'] as const;
/** Of 100 events, how many are of each zone. */
export const ZONE_SHARES = [40, 30, 20, 10] as const;

/** Number of values by field of the dictionary; frequent ones come first, as in life. */
export const VALUES = { apps: 60, resources: 80, reasons: 16, versions: 24, hosts: 40, labels: 20 } as const;
export const TYPES = [
	...['token_exchange', 'gateway_resource_request', 'session_spawn', 'session_terminate', 'delegation_edge_create'],
	...['run_launch', 'step_up_issued', 'step_up_decided', 'control.invoke', 'replay_detected'],
] as const;
export const REASONS = [
	...['complete', 'no_rule_matched', 'resource_not_allowed', 'scope_not_granted', 'step_up_required', 'upstream_timeout', 'rate_limited'],
	...['session_revoked', 'delegation_expired', 'policy_version_stale', 'mfa_required', 'ttl_elapsed', 'connection_refused', 'bad_gateway'],
	...['invalid_assertion', 'replayed_token'],
] as const;
/** One event in so many carries a value that hardly occurs: each rare application, and a word nobody else has. */
export const RARE_EVERY = 200_000;

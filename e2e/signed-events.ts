import { Redis } from 'ioredis';
import type { JsonValue } from '../lib/json';
import { AUDIT_STREAM } from '../lib/streams/names';
import { auditSignature } from '../lib/streams/signature';
import { AUDIT_HMAC_KEY, REDIS_URL } from './env';

/** An event as a producer of Caracal writes it. */
export type ProducedEvent = { readonly id: string } & Readonly<Record<string, JsonValue>>;

const TOGETHER = 1000;

/** Writes events onto the real stream, signed as their producers sign them. */
export async function writeSigned(events: readonly ProducedEvent[]): Promise<void> {
	const redis = new Redis(REDIS_URL);
	const key = Buffer.from(AUDIT_HMAC_KEY, 'hex');
	for (let from = 0; from < events.length; from += TOGETHER) {
		const pipeline = redis.pipeline();
		for (const event of events.slice(from, from + TOGETHER)) {
			const data = JSON.stringify(event);
			pipeline.xadd(AUDIT_STREAM, '*', 'id', event.id, 'data', data, 'sig', auditSignature(key, Buffer.from(data)));
		}
		await pipeline.exec();
	}
	redis.disconnect();
}

interface Call {
	readonly zone: string;
	readonly requestId: string;
	/** Tells its two events from those of other calls. */
	readonly key: string;
	readonly app: string;
	/** Milliseconds since the epoch. */
	readonly atMs: number;
}

/** A call that was allowed and went through: the decision, and the Gateway's record. */
export function allowedCall({ zone, requestId, key, app, atMs }: Call): ProducedEvent[] {
	const of = { application_id: `app_${app}`, application_name: app, resource: 'resource://crm' };
	const common = { zone_id: zone, request_id: requestId, decision: 'allow', diagnostics_json: [] };
	return [
		{
			...common,
			id: `${requestId}-sts-${key}`,
			event_type: 'token_exchange',
			policy_set_version_id: 'psv_1',
			evaluation_status: 'complete',
			determining_policies_json: [{ policy: `caracal-${app}-use` }],
			metadata_json: { ...of, requested_scopes: ['crm:read'] },
			occurred_at: new Date(atMs).toISOString(),
		},
		{
			...common,
			id: `${requestId}-gw-${key}`,
			event_type: 'gateway_resource_request',
			evaluation_status: 'executed',
			determining_policies_json: [],
			metadata_json: { ...of, method: 'GET', gateway_status: 200, upstream_status: 200, latency_ms: 4 },
			occurred_at: new Date(atMs + 6).toISOString(),
		},
	];
}

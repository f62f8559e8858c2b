import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { AUDIT_STREAM } from '../../lib/streams/names';
import { auditSignature } from '../../lib/streams/signature';

const TICK_MS = 20;
const ZONES = 5;
/** A filter on the resource lets a tenth through. */
export const RESOURCES = 10;

function entry(key: Buffer, n: number): string[] {
	const data = JSON.stringify({
		id: randomUUID(),
		zone_id: `bench-${n % ZONES}`,
		event_type: 'token_exchange',
		request_id: `req-${n}`,
		decision: n % 7 === 0 ? 'deny' : 'allow',
		policy_set_id: 'ps-1',
		policy_set_version_id: 'psv-1',
		manifest_sha: 'ab12',
		evaluation_status: 'complete',
		determining_policies_json: [{ policy: 'payments-policy' }],
		diagnostics_json: [],
		metadata_json: {
			application_id: `app-${n % 20}`,
			application_name: `application ${n % 20}`,
			resource: `resource://r${Math.floor(n / ZONES) % RESOURCES}`,
			requested_scopes: ['read', 'write'],
			agent_session_id: `ses-${n % 50}`,
			latency_ms: n % 300,
		},
		occurred_at: new Date().toISOString(),
	});
	return ['data', data, 'sig', auditSignature(key, Buffer.from(data))];
}

/** Writes signed entries for five zones at a steady rate until it is stopped, or so many at once. */
export class BenchTraffic {
	written = 0;
	private isOver = false;
	private readonly redis: Redis;

	constructor(
		redisUrl: string,
		private readonly key: Buffer,
	) {
		this.redis = new Redis(redisUrl);
	}

	async burst(entries: number): Promise<void> {
		for (let at = 0; at < entries; at += 2000) await this.write(Math.min(2000, entries - at));
	}

	async run(perSecond: number): Promise<void> {
		this.isOver = false;
		const startMs = performance.now();
		const before = this.written;
		while (!this.isOver) {
			const due = Math.floor(((performance.now() - startMs) / 1000) * perSecond) - (this.written - before);
			if (due > 0) await this.write(due);
			await sleep(TICK_MS);
		}
	}

	stop(): void {
		this.isOver = true;
	}

	close(): void {
		this.stop();
		this.redis.disconnect();
	}

	private async write(count: number): Promise<void> {
		const pipeline = this.redis.pipeline();
		for (let i = 0; i < count; i++) pipeline.xadd(AUDIT_STREAM, '*', ...entry(this.key, this.written++));
		await pipeline.exec();
	}
}

import type { Redis } from 'ioredis';
import type { SqlClient } from '../db/client';
import { writeHeartbeat } from '../db/ledger/heartbeat';
import { type Backlog, measureBacklog } from './backlog';
import type { Consumer } from './consumer';
import type { WorkerEnv } from './env';
import type { WorkerState } from './health';
import type { Lane } from './lane-types';

const PERIOD_MS = 5_000;
/** A store that does not answer within this counts as unreachable. */
const PROBE_MS_MAX = 2_000;

export interface PulseOptions {
	readonly env: WorkerEnv;
	readonly sql: SqlClient;
	readonly redis: Redis;
	readonly consumer: Consumer;
	readonly lane: Lane;
}

/** Measures the worker every few seconds: a row in worker_heartbeats for the console, the state for /ready. */
export class Pulse {
	private backlog: Backlog | null = null;
	private timer: NodeJS.Timeout | undefined;

	constructor(private readonly options: PulseOptions) {}

	start(): void {
		this.timer = setInterval(() => void this.beat(), PERIOD_MS);
		void this.beat();
	}

	stop(): void {
		clearInterval(this.timer);
	}

	/** The state as of now; asks both stores. */
	async state(): Promise<WorkerState> {
		const { sql, redis, consumer, env } = this.options;
		const [postgresReachable, backlog] = await Promise.all([
			answers(sql`select 1`),
			within(measureBacklog(redis, env.AUDIT_STREAM_GROUP, Date.now())),
		]);
		this.backlog = backlog;
		return {
			nowMs: Date.now(),
			lastTurnAtMs: consumer.lastTurnAtMs,
			failure: consumer.failure,
			postgresReachable,
			redisReachable: backlog !== null,
			backlog,
		};
	}

	private async beat(): Promise<void> {
		const { env, sql, consumer, lane } = this.options;
		const state = await this.state();
		if (!state.postgresReachable) return;
		const stats = lane.stats();
		await within(
			writeHeartbeat(sql, {
				workerId: env.WORKER_NAME,
				acceptsUnsignedAudit: env.AUDIT_HMAC_KEY === null,
				acceptsUnsignedStreams: env.STREAMS_HMAC_KEY === null,
				undeliveredEntries: this.backlog?.undelivered ?? null,
				pendingEntries: this.backlog?.pending ?? null,
				oldestPendingMs: this.backlog?.oldestPendingMs ?? null,
				deadLetterEntries: this.backlog?.deadLetters ?? null,
				appendedEvents: stats.appendedEvents,
				lastCommitAtMs: stats.lastCommitAtMs,
				lastError: consumer.failure,
			}),
		);
	}
}

async function answers(query: PromiseLike<unknown>): Promise<boolean> {
	return (await within(Promise.resolve(query).then(() => true))) ?? false;
}

/** The value, or null when the promise fails or takes longer than PROBE_MS_MAX. */
async function within<T>(promise: Promise<T>): Promise<T | null> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<null>((resolve) => {
		timer = setTimeout(() => resolve(null), PROBE_MS_MAX);
	});
	try {
		return await Promise.race([promise, late]);
	} catch {
		// the caller reports "unreachable"; the consumer's own log says why
		return null;
	} finally {
		clearTimeout(timer);
	}
}

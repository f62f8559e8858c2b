import type { Redis } from 'ioredis';
import type { SqlClient } from '../db/client';
import { measureOutbox, type OutboxBacklog } from '../db/ledger/console-outbox';
import { writeHeartbeat } from '../db/ledger/heartbeat';
import { unindexedEvents } from '../db/word-index/heads';
import { type Backlog, measureBacklog } from './backlog';
import type { ConsoleOutbox } from './console-outbox';
import type { Consumer } from './consumer';
import type { WorkerEnv } from './env';
import type { WorkerState } from './health';
import type { Lane } from './lane-types';
import { within } from './within';

const PERIOD_MS = 5_000;
/** A store that does not answer within this counts as unreachable. */
const PROBE_MS_MAX = 2_000;

export interface PulseOptions {
	readonly env: WorkerEnv;
	readonly sql: SqlClient;
	readonly redis: Redis;
	readonly consumer: Consumer;
	readonly outbox: ConsoleOutbox;
	readonly lane: Lane;
}

/** Measures the worker every few seconds: a row in worker_heartbeats for the console, the state for /ready. */
export class Pulse {
	private backlog: Backlog | null = null;
	private timer: NodeJS.Timeout | undefined;
	private beating: Promise<void> = Promise.resolve();

	constructor(private readonly options: PulseOptions) {}

	start(): void {
		const next = () => {
			this.beating = this.beating.then(() => this.beat());
		};
		this.timer = setInterval(next, PERIOD_MS);
		next();
	}

	/** Resolves when no beat is on its way: a late one would bring back a row that was taken away. */
	async stop(): Promise<void> {
		clearInterval(this.timer);
		await this.beating;
	}

	/** The state as of now; asks both stores. */
	async state(): Promise<WorkerState> {
		const { sql, redis, consumer, outbox, env } = this.options;
		const [waiting, onStreams] = await Promise.all([
			orNull('Postgres', measureOutbox(sql)),
			orNull('Redis', measureBacklog(redis, env.AUDIT_STREAM_GROUP, Date.now())),
		]);
		const backlog = onStreams === null || waiting === null ? onStreams : withOutbox(onStreams, waiting);
		this.backlog = backlog;
		return {
			nowMs: Date.now(),
			lastTurnAtMs: consumer.lastTurnAtMs,
			failure: consumer.failure ?? outbox.failure,
			postgresReachable: waiting !== null,
			redisReachable: onStreams !== null,
			backlog,
		};
	}

	private async beat(): Promise<void> {
		const { env, sql, consumer, outbox, lane } = this.options;
		const state = await this.state();
		if (!state.postgresReachable) return;
		const stats = lane.stats();
		const unindexed = await orNull('Postgres', unindexedEvents(sql));
		await orNull(
			'Postgres',
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
				unindexedEvents: unindexed,
				lastError: consumer.mode === 'recovering' ? consumer.failure : outbox.failure,
			}),
		);
	}
}

/** The backlog with what waits in the console's outbox: not in the ledger either, and not even on a stream. */
function withOutbox(backlog: Backlog, waiting: OutboxBacklog): Backlog {
	return {
		...backlog,
		undelivered: backlog.undelivered + waiting.rows,
		oldestPendingMs: Math.max(backlog.oldestPendingMs, Math.round(waiting.oldestMs)),
	};
}

/** The value, or null when the store does not answer in time or refuses; the consumer's own log says why. */
async function orNull<T>(store: string, asked: PromiseLike<T>): Promise<T | null> {
	return within(store, PROBE_MS_MAX, asked).catch(() => null);
}

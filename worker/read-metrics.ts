import type { Redis } from 'ioredis';
import type { SqlClient } from '../db/client';
import { openCounts, zoneProgress } from '../db/integrity/progress';
import { DEAD_LETTER_STREAM } from '../lib/streams/names';
import type { Consumer } from './consumer';
import type { Pulse } from './heartbeat';
import type { SweepStats } from './integrity/sweeps/loop';
import type { Lane } from './lane-types';
import type { Sample } from './metrics';
import { within } from './within';
import { workerMetrics } from './worker-metrics';

const MS_MAX = 2_000;

interface Parts {
	readonly sql: SqlClient;
	readonly redis: Redis;
	readonly pulse: Pulse;
	readonly lane: Lane;
	readonly consumer: Consumer;
	readonly sweeps: { readonly stats: SweepStats };
}

/** The value, or null when the store does not answer in time: the figure is then left out. */
function orNull<T>(store: string, asked: PromiseLike<T>): Promise<T | null> {
	return within(store, MS_MAX, asked).catch(() => null);
}

/** Reads the worker's figures; a store that is away leaves its own out. */
export function readMetrics({ sql, redis, pulse, lane, consumer, sweeps }: Parts): () => Promise<readonly Sample[]> {
	return async () => {
		const [state, zones, open, letters] = await Promise.all([
			pulse.state(),
			orNull('Postgres', zoneProgress(sql)),
			orNull('Postgres', openCounts(sql)),
			orNull('Redis', redis.xrange(DEAD_LETTER_STREAM, '-', '+', 'COUNT', 1)),
		]);
		const oldestAtMs = Number(letters?.[0]?.[0].split('-')[0] ?? state.nowMs);
		return workerMetrics({
			state,
			lane: lane.stats(),
			deadLetters: consumer.counts.deadLetters,
			failures: consumer.counts.failures,
			oldestLetterSeconds: letters === null ? null : (state.nowMs - oldestAtMs) / 1000,
			sweeps: sweeps.stats,
			zones,
			openSweeps: open?.sweeps ?? null,
			openFindings: open?.findings ?? null,
		});
	};
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { demoMix } from '../../scripts/simulate/mix';

const PIPELINE = 2_000;
const SETTLE_MS = 1_000;

/** The keys of one run. */
export interface Keys {
	readonly audit: Buffer;
	readonly streams: Buffer;
}

export interface Filled {
	readonly entries: number;
	/** Mean size of what producers sign, in bytes. */
	readonly dataBytesMean: number;
}

/** Waits until Redis has rewritten its file, which it begins by itself when that has grown, in a process of its own. */
async function settled(redis: Redis): Promise<void> {
	do await sleep(SETTLE_MS);
	while (/(rdb_bgsave|aof_rewrite)_(in_progress|scheduled):1/.test(await redis.info('persistence')));
}

/** Writes the demo mix of five zones, signed, to the real streams, as fast as Redis takes it. */
export async function fillStreams(redisUrl: string, keys: Keys, seed: string, entries: number): Promise<Filled> {
	const redis = new Redis(redisUrl);
	let written = 0;
	let dataBytes = 0;
	let pipeline = redis.pipeline();
	// the events end about now, so that they lie in months that have their partitions
	for (const entry of demoMix(seed, { startMs: Date.now() - (entries / 200) * 1000, keys, entriesMax: entries })) {
		const at = entry.fields.indexOf('data');
		dataBytes += at < 0 ? entry.fields.join('').length : Buffer.byteLength(entry.fields[at + 1] ?? '');
		pipeline.xadd(entry.stream, '*', ...entry.fields);
		if (++written % PIPELINE === 0) {
			await pipeline.exec();
			pipeline = redis.pipeline();
		}
	}
	await pipeline.exec();
	await settled(redis);
	redis.disconnect();
	return { entries: written, dataBytesMean: dataBytes / written };
}

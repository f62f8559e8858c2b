import { Redis } from 'ioredis';
import { testServices } from '../../db/testing/env';
import { AUDIT_STREAM, type SourceStream } from '../../lib/streams/names';
import { BlockingReader } from '../blocking-read';
import { Consumer, type ConsumerOptions } from '../consumer';
import type { Lane } from '../lane-types';
import { openRedis } from '../redis';

export const GROUP = 'audit-ingestor';
export const SILENT = { info() {}, warn() {}, error() {} };

/** An empty Redis database of this test file's own. */
export async function emptyRedis(): Promise<Redis> {
	const redis = new Redis(testServices().redisUrl);
	await redis.flushdb();
	return redis;
}

/** Adds an entry with the given fields; gives its id. */
export async function addEntry(redis: Redis, fields: Record<string, string>, stream: SourceStream = AUDIT_STREAM): Promise<string> {
	return (await redis.xadd(stream, '*', ...Object.entries(fields).flat())) ?? '';
}

export interface RunningConsumer {
	readonly consumer: Consumer;
	/** Stops it and waits until it has settled everything. */
	stop(): Promise<void>;
	/** Ends it as a crash would: nothing in flight is settled on Redis any more. */
	kill(): void;
}

/** Starts a consumer with connections of its own on the test's Redis. */
export async function runConsumer(lane: Lane, options: Partial<ConsumerOptions> = {}): Promise<RunningConsumer> {
	const { redisUrl } = testServices();
	const redis = await openRedis(redisUrl, 'test', SILENT);
	const reading = await openRedis(redisUrl, 'test-read', SILENT, 'blocking');
	const consumer = new Consumer({
		reader: new BlockingReader(reading, redis),
		redis,
		lane,
		group: GROUP,
		name: 'audit-console:test',
		batchMax: 1000,
		deliveriesMax: 8,
		claimIdleMs: 30_000,
		probeDatabase: async () => {},
		log: SILENT,
		...options,
	});
	const run = consumer.run();
	return {
		consumer,
		async stop() {
			consumer.stop();
			await run;
			redis.disconnect();
		},
		kill() {
			redis.disconnect();
			reading.disconnect();
			consumer.stop();
		},
	};
}

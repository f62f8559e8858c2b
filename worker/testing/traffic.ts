import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { AUDIT_STREAM } from '../../lib/streams/names';
import { type Entry, fieldOf } from '../../scripts/simulate/entry';
import { demoMix } from '../../scripts/simulate/mix';
import type { SigningKeys } from '../../scripts/simulate/signing';

function keyOf(name: string): Buffer {
	return createHash('sha256').update(name).digest();
}

export const TEST_KEYS = { audit: keyOf('audit'), streams: keyOf('streams') } satisfies SigningKeys;

/** The keys as the worker reads them. */
export const TEST_KEY_ENV = { AUDIT_HMAC_KEY: TEST_KEYS.audit.toString('hex'), STREAMS_HMAC_KEY: TEST_KEYS.streams.toString('hex') };

/** Writes entries to their streams, in order. @returns their entry ids */
export async function writeEntries(redis: Redis, entries: readonly Pick<Entry, 'stream' | 'fields'>[]): Promise<string[]> {
	const pipeline = redis.pipeline();
	for (const entry of entries) pipeline.xadd(entry.stream, '*', ...entry.fields);
	const replies = (await pipeline.exec()) ?? [];
	return replies.map(([error, id]) => {
		if (error !== null) throw error;
		return String(id);
	});
}

/** The id of the event an honest entry holds. */
function eventIdOf(entry: Entry): string {
	if (entry.stream !== AUDIT_STREAM) return fieldOf(entry, 'outbox_id') ?? '';
	return String(JSON.parse(fieldOf(entry, 'data') ?? '{}').id);
}

/** Everyday traffic of five zones that ends now, taken a portion at a time. */
export class Traffic {
	/** Of the events taken so far, in order. */
	readonly eventIds: string[] = [];
	private readonly entries: Generator<Entry>;

	constructor(seed: string, entriesMax: number) {
		const perSecond = 200;
		this.entries = demoMix(seed, { startMs: Date.now() - (entriesMax / perSecond) * 1000, keys: TEST_KEYS, entriesMax, perSecond });
	}

	/** Writes the next `count` entries, or what is left. */
	async write(redis: Redis, count: number): Promise<void> {
		const portion: Entry[] = [];
		while (portion.length < count) {
			const next = this.entries.next();
			if (next.done) break;
			portion.push(next.value);
			this.eventIds.push(eventIdOf(next.value));
		}
		await writeEntries(redis, portion);
	}
}

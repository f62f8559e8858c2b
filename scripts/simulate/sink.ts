import { Redis } from 'ioredis';
import { ConfigError, toError } from '../../lib/errors';
import { CARACAL_STREAMS, type SourceStream } from '../../lib/streams/names';
import type { Entry } from './entry';

const CONNECT_MS_MAX = 5000;
const TOO_OLD = /equal or smaller than the target stream top item/;

/** Connects, or says in one line why not. */
export async function connectRedis(url: string): Promise<Redis> {
	const redis = new Redis(url, {
		lazyConnect: true,
		connectTimeout: CONNECT_MS_MAX,
		retryStrategy: () => null,
		maxRetriesPerRequest: null,
	});
	let cause = '';
	redis.on('error', (error: Error) => {
		cause = error.message || String(error);
	});
	try {
		await redis.connect();
	} catch (error) {
		throw new ConfigError(`REDIS_URL cannot be reached (${cause || toError(error).message}): start Redis there or correct the address`);
	}
	redis.options.retryStrategy = (attempt) => (attempt > 60 ? null : Math.min(attempt * 100, 1000));
	return redis;
}

/** Writes entries to their streams. Never trims a stream: evidence that is not yet read may be in it. */
export class Sink {
	restamped = 0;
	private readonly lastIds = new Map<SourceStream, { ms: number; seq: number }>();

	constructor(private readonly redis: Redis) {}

	/** Learns how far each stream has come, since Redis takes only rising ids. */
	async open(): Promise<void> {
		for (const stream of CARACAL_STREAMS) this.lastIds.set(stream, await this.lastGenerated(stream));
	}

	/** How far the furthest of some streams has come, milliseconds since the epoch; 0 when all are empty. */
	lastMs(streams: readonly SourceStream[]): number {
		return Math.max(...streams.map((stream) => this.lastIds.get(stream)?.ms ?? 0));
	}

	private async lastGenerated(stream: SourceStream): Promise<{ ms: number; seq: number }> {
		if ((await this.redis.exists(stream)) === 0) return { ms: 0, seq: 0 };
		const info = (await this.redis.xinfo('STREAM', stream)) as unknown[];
		const [ms, seq] = String(info[info.indexOf('last-generated-id') + 1]).split('-');
		return { ms: Number(ms), seq: Number(seq) };
	}

	/** The id an entry asks for: its own time if it lies in the past and the stream has nothing later, else the present. */
	private idOf(entry: Entry, nowMs: number): string {
		const ms = Math.floor(entry.streamAtMs);
		const last = this.lastIds.get(entry.stream) ?? { ms: 0, seq: 0 };
		if (ms >= nowMs || ms < last.ms) {
			if (ms < nowMs) this.restamped += 1;
			// the stream is now at the present, and nothing older fits any more
			this.lastIds.set(entry.stream, { ms: Math.max(last.ms, nowMs + 1), seq: 0 });
			return '*';
		}
		const id = { ms, seq: ms === last.ms ? last.seq + 1 : 0 };
		this.lastIds.set(entry.stream, id);
		return `${id.ms}-${id.seq}`;
	}

	/**
	 * Writes a batch in one round trip and waits until Redis has it.
	 * @param asHistory give each entry the time it happened as its stream id, where the stream takes it
	 */
	async write(entries: readonly Entry[], asHistory: boolean): Promise<void> {
		const nowMs = Date.now();
		const pipeline = this.redis.pipeline();
		for (const entry of entries) pipeline.xadd(entry.stream, asHistory ? this.idOf(entry, nowMs) : '*', ...entry.fields);
		const results = (await pipeline.exec()) ?? [];
		for (const [i, [error]] of results.entries()) {
			if (error === null) continue;
			const entry = entries[i];
			if (entry === undefined || !TOO_OLD.test(error.message)) throw error;
			this.restamped += 1;
			this.lastIds.set(entry.stream, { ms: nowMs + 1, seq: 0 });
			await this.redis.xadd(entry.stream, '*', ...entry.fields);
		}
	}
}

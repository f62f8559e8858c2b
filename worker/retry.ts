import type { Redis } from 'ioredis';
import { SOURCE_STREAMS, type SourceStream } from '../lib/streams/names';
import { type EntryPlace, type EntryReply, runsBySize, toPage } from './entries';
import type { RawEntry } from './lane-types';
import { listPending, type PendingEntry } from './pending';
import { PAGE_BYTES_TARGET } from './read-size';

/**
 * Which pending entries to go through.
 * - own: all of this consumer's, also what it was given a moment ago
 * - idle: whoever's, if nobody touched them for `idleMs`
 */
export type RetryScope = 'own' | 'idle';

export interface RetryOptions {
	readonly group: string;
	readonly consumer: string;
	readonly idleMs: number;
	readonly deliveriesMax: number;
	/** Entries fetched at once. */
	readonly countMax: number;
	/** Entries that this process is just working on; they are left alone. */
	readonly isInFlight: (stream: string, entryId: string) => boolean;
}

export interface RetryBatch {
	readonly entries: readonly RawEntry[];
	readonly gone: readonly EntryPlace[];
	/**
	 * - again: an attempt like the first
	 * - last: a single entry, for the last time
	 * - never: a single entry whose last attempts ended with the worker, not with an error
	 */
	readonly attempt: 'again' | 'last' | 'never';
}

/** Entries tried together, by how often they were delivered: what fails each time ends up alone and takes no other with it. */
const TOGETHER_MAX = [1000, 1000, 64, 8];

/**
 * Pending entries to try again, over all streams and each pending list to its end, however many of a page's entries are not
 * for us: an empty page is not the end. Taking over is XCLAIM behind XPENDING and not XAUTOCLAIM, which also takes what this
 * very consumer is working on.
 *
 * A delivery is counted only when the entry had been left alone for `idleMs`; trying it again sooner, as after an outage, reads
 * it without counting. So `deliveriesMax` deliveries take at least that many times `idleMs`.
 */
export async function* retryBatches(redis: Redis, scope: RetryScope, options: RetryOptions): AsyncGenerator<RetryBatch> {
	for (const stream of SOURCE_STREAMS) {
		for (let start = '-'; ; ) {
			const range = { start, end: '+', countMax: options.countMax };
			const owner = scope === 'own' ? { consumer: options.consumer } : { idleMsMin: options.idleMs };
			const listed = await listPending(redis, stream, options.group, { ...range, ...owner });
			const last = listed.at(-1);
			if (last === undefined) break;
			start = `(${last.entryId}`;
			const ours = listed.filter((p) => p.consumer !== options.consumer || !options.isInFlight(stream, p.entryId));
			yield* batchesOf(redis, stream, ours, options);
		}
	}
}

async function* batchesOf(
	redis: Redis,
	stream: SourceStream,
	listed: readonly PendingEntry[],
	options: RetryOptions,
): AsyncGenerator<RetryBatch> {
	for (const group of togetherGroups(listed, options.idleMs)) {
		const [first] = group;
		if (first === undefined) continue;
		const ids = group.map((p) => p.entryId);
		const counted = first.idleMs >= options.idleMs;
		const { entries, gone } = counted ? await claim(redis, stream, ids, options) : await reread(redis, stream, ids);
		const deliveries = first.deliveries + (counted ? 1 : 0);
		const attempt = !counted || deliveries < options.deliveriesMax ? 'again' : deliveries <= 2 * options.deliveriesMax ? 'last' : 'never';
		if (gone.length > 0) yield { entries: [], gone, attempt };
		const runs = attempt === 'again' ? runsBySize(entries, PAGE_BYTES_TARGET) : entries.map((entry) => [entry]);
		for (const run of runs) yield { entries: run, gone: [], attempt };
	}
}

/** Cuts a page into groups of equal delivery count that are tried together; the idle and the others apart. */
function togetherGroups(listed: readonly PendingEntry[], idleMs: number): PendingEntry[][] {
	const open = new Map<string, PendingEntry[]>();
	const groups: PendingEntry[][] = [];
	for (const entry of listed) {
		const key = `${entry.idleMs >= idleMs} ${entry.deliveries}`;
		let group = open.get(key);
		if (group === undefined || group.length >= (TOGETHER_MAX[entry.deliveries] ?? 1)) {
			group = [];
			groups.push(group);
			open.set(key, group);
		}
		group.push(entry);
	}
	return groups;
}

type Fetched = { readonly entries: readonly RawEntry[]; readonly gone: readonly EntryPlace[] };

/** Takes over entries, unless somebody touched them since; counts a delivery. */
async function claim(redis: Redis, stream: SourceStream, ids: readonly string[], options: RetryOptions): Promise<Fetched> {
	const { group, consumer, idleMs } = options;
	const reply = (await redis.callBuffer('XCLAIM', stream, group, consumer, idleMs, ...ids)) as (EntryReply | null)[];
	const page = toPage([[Buffer.from(stream), reply.filter((item) => item !== null)]]);
	if (page.entries.length === ids.length) return page;
	// XCLAIM says nothing of an id that another worker took first, nor of one whose entry is gone from the stream
	const got = new Set(page.entries.map((entry) => entry.entryId));
	const missing = await reread(
		redis,
		stream,
		ids.filter((id) => !got.has(id)),
	);
	return { entries: page.entries, gone: missing.gone };
}

/** Reads entries from the stream without touching the pending list. */
async function reread(redis: Redis, stream: SourceStream, ids: readonly string[]): Promise<Fetched> {
	const pipeline = redis.pipeline();
	for (const id of ids) pipeline.xrangeBuffer(stream, id, id);
	const entries: RawEntry[] = [];
	const gone: EntryPlace[] = [];
	for (const [i, [error, found]] of ((await pipeline.exec()) ?? []).entries()) {
		if (error !== null) throw error;
		const page = toPage([[Buffer.from(stream), found as EntryReply[]]]);
		entries.push(...page.entries);
		if (page.entries.length === 0) gone.push({ stream, entryId: ids[i] ?? '' });
	}
	return { entries, gone };
}

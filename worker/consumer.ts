import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { toError } from '../lib/errors';
import { SOURCE_STREAMS, type SourceStream } from '../lib/streams/names';
import { backoffMs } from './backoff';
import { ENTRY_GONE } from './dead-letter';
import { type ReadPage, toPage } from './entries';
import { ensureGroups, isNoGroup } from './groups';
import type { Lane, RawEntry } from './lane-types';
import { TransientError } from './lane-types';
import { listPending } from './pending';
import { ReadSize } from './read-size';
import { abandonedPages } from './reclaim';
import { deadLetter, settle } from './settle';

/**
 * What the consumer is doing.
 * - draining: going once through what is pending under its own name, from an earlier run or a failure; ends in reading
 * - reading: asking for new entries; leaves it for recovering when a batch could not be settled
 * - recovering: waits, then asks whether Postgres and Redis answer; if so draining, else longer. Nothing is read meanwhile,
 *   so an outage neither fills the pending list nor uses up deliveries
 * - stopping: finishes what is in flight; final
 */
export type ConsumerMode = 'draining' | 'reading' | 'recovering' | 'stopping';

export interface ConsumerOptions {
	/** Used by nothing else: its blocking read is cut by disconnecting it. */
	readonly blockingRedis: Redis;
	readonly redis: Redis;
	readonly lane: Lane;
	readonly group: string;
	/** Name in the group; of two live workers with one name, each would redo what the other has in flight. */
	readonly name: string;
	readonly batchMax: number;
	readonly deliveriesMax: number;
	readonly claimIdleMs: number;
	/** Resolves when Postgres answers. */
	readonly probeDatabase: () => Promise<void>;
	readonly log: Logger;
}

const BLOCK_MS = 5_000;
/** Batches submitted and not yet settled: one that Postgres writes and one that is prepared meanwhile. */
const IN_FLIGHT_MAX = 2;
const RECLAIM_PAGE_MAX = 100;

export class Consumer {
	private currentMode: ConsumerMode = 'draining';
	private readonly inFlight = new Set<Promise<void>>();
	private readonly readSize: ReadSize;
	private cursors = startCursors();
	private failures = 0;
	private lastFailure: string | null = null;
	private lastTurn = Date.now();
	private readonly stopped = new AbortController();

	constructor(private readonly options: ConsumerOptions) {
		this.readSize = new ReadSize(options.batchMax);
	}

	get mode(): ConsumerMode {
		return this.currentMode;
	}

	/** When the loop last came round, in milliseconds since the epoch. */
	get lastTurnAtMs(): number {
		return this.lastTurn;
	}

	/** Why it is recovering, or null. */
	get failure(): string | null {
		return this.currentMode === 'recovering' ? this.lastFailure : null;
	}

	/** Consumes until `stop`. Resolves when everything in flight is settled. */
	async run(): Promise<void> {
		await ensureGroups(this.options.redis, this.options.group);
		const reclaiming = this.reclaimLoop();
		while (this.currentMode !== 'stopping') {
			try {
				if (this.currentMode === 'recovering') await this.recover();
				else await this.readPage();
			} catch (error) {
				await this.readFailed(toError(error));
			}
			this.lastTurn = Date.now();
		}
		await Promise.all(this.inFlight);
		await reclaiming;
	}

	/** Ends the loop: the blocking read is cut, what is in flight is finished. */
	stop(): void {
		this.currentMode = 'stopping';
		this.stopped.abort();
		this.options.blockingRedis.disconnect();
	}

	private setMode(mode: ConsumerMode): void {
		if (this.currentMode === 'stopping' || this.currentMode === mode) return;
		this.currentMode = mode;
		if (mode === 'draining') this.cursors = startCursors();
		if (mode === 'reading') {
			if (this.failures > 0) this.options.log.info({ tries: this.failures }, 'recovered, reading on');
			this.failures = 0;
		}
	}

	private async readPage(): Promise<void> {
		const draining = this.currentMode === 'draining';
		const ids = SOURCE_STREAMS.map((stream) => (draining ? (this.cursors.get(stream) ?? '0') : '>'));
		const reply = await this.options.blockingRedis.callBuffer(
			'XREADGROUP',
			...['GROUP', this.options.group, this.options.name, 'COUNT', this.readSize.count],
			...(draining ? [] : ['BLOCK', BLOCK_MS]),
			...['STREAMS', ...SOURCE_STREAMS, ...ids],
		);
		const page = toPage(reply as Parameters<typeof toPage>[0]);
		this.readSize.learn(page.entries.length, page.bytes);
		if (!draining) return this.submit(page);
		if (page.entries.length === 0 && page.gone.length === 0) {
			await Promise.all(this.inFlight);
			if (this.currentMode === 'draining') this.setMode('reading');
			return;
		}
		for (const { stream, entryId } of [...page.entries, ...page.gone]) this.cursors.set(stream, later(this.cursors.get(stream), entryId));
		await this.submit(await this.withoutExhausted(page));
	}

	/** Dead-letters the entries of a page that were delivered too often, and gives the page without them. */
	private async withoutExhausted(page: ReadPage): Promise<ReadPage> {
		const { redis, group, name, deliveriesMax, log } = this.options;
		const exhausted = new Set<RawEntry>();
		for (const stream of SOURCE_STREAMS) {
			const entries = page.entries.filter((entry) => entry.stream === stream);
			const [first, last] = [entries[0], entries.at(-1)];
			if (first === undefined || last === undefined) continue;
			const range = { start: first.entryId, end: last.entryId, countMax: entries.length, consumer: name };
			const tooOften = new Set(
				(await listPending(redis, stream, group, range)).filter((p) => p.deliveries > deliveriesMax).map((p) => p.entryId),
			);
			for (const entry of entries) if (tooOften.has(entry.entryId)) exhausted.add(entry);
		}
		if (exhausted.size === 0) return page;
		const reason = `transient_exceeded_max_deliveries:${this.lastFailure ?? 'a worker ended while handling it'}`;
		await deadLetter(
			redis,
			group,
			[...exhausted].map((entry) => ({ ...entry, reason })),
			Date.now(),
		);
		log.error({ entries: exhausted.size, deliveriesMax }, 'dead-lettered entries that were delivered too often');
		return { ...page, entries: page.entries.filter((entry) => !exhausted.has(entry)) };
	}

	/** Hands a page to the lane and settles it in the background; waits while IN_FLIGHT_MAX pages are on their way. */
	private async submit(page: ReadPage): Promise<void> {
		if (page.gone.length > 0) await this.reportGone(page);
		if (page.entries.length === 0) return;
		while (this.inFlight.size >= IN_FLIGHT_MAX) await Promise.race(this.inFlight);
		const settled = this.settlePage(page.entries).finally(() => this.inFlight.delete(settled));
		this.inFlight.add(settled);
	}

	private async settlePage(entries: readonly RawEntry[]): Promise<void> {
		const { redis, group, lane, log } = this.options;
		try {
			const fate = await lane.submit(entries);
			const settled = await settle(redis, group, entries, fate.outcomes, Date.now());
			if (settled.deadLettered > 0) log.warn({ entries: settled.deadLettered }, 'dead-lettered entries');
			const failed = settled.deferred[0];
			if (failed !== undefined) this.failed(failed.error, settled.deferred.length);
		} catch (error) {
			this.failed(toError(error), entries.length);
		}
	}

	private failed(error: Error, entries: number): void {
		const reason = describeFailure(error);
		if (this.currentMode !== 'recovering') {
			const kind = error instanceof TransientError ? 'database' : 'redis or internal';
			this.options.log.error({ entries, kind, reason }, 'entries stay pending; nothing is read until they are settled');
		}
		this.lastFailure = reason;
		this.setMode('recovering');
	}

	private async recover(): Promise<void> {
		await Promise.all(this.inFlight);
		this.failures++;
		await this.pause(backoffMs(this.failures, Math.random()));
		if (this.currentMode === 'stopping') return;
		try {
			await this.options.probeDatabase();
			await this.options.redis.ping();
		} catch (error) {
			this.lastFailure = describeFailure(toError(error));
			return;
		}
		this.setMode('draining');
	}

	private async readFailed(error: Error): Promise<void> {
		if (this.currentMode === 'stopping') return;
		if (isNoGroup(error)) {
			const created = await ensureGroups(this.options.redis, this.options.group).catch(() => 0);
			this.options.log.warn({ created }, 'a stream or its group was gone; created from the beginning of the stream');
			if (created > 0) return;
		}
		this.failed(error, 0);
	}

	private async reportGone(page: ReadPage): Promise<void> {
		const letters = page.gone.map((place) => ({ ...place, fields: [], reason: ENTRY_GONE }));
		await deadLetter(this.options.redis, this.options.group, letters, Date.now());
		this.options.log.error({ entries: letters.length }, 'entries were deleted from their stream before they could be read');
	}

	private async reclaimLoop(): Promise<void> {
		const { redis, group, name, claimIdleMs } = this.options;
		while (this.currentMode !== 'stopping') {
			await this.pause(claimIdleMs / 2);
			if (this.currentMode !== 'reading') continue;
			try {
				for await (const page of abandonedPages(redis, { group, consumer: name, idleMs: claimIdleMs, countMax: RECLAIM_PAGE_MAX })) {
					this.options.log.info({ entries: page.entries.length }, 'took over entries another worker left');
					await this.submit(await this.withoutExhausted(page));
					if (this.mode !== 'reading') break;
				}
			} catch (error) {
				await this.readFailed(toError(error));
			}
		}
	}

	private async pause(ms: number): Promise<void> {
		await sleep(ms, undefined, { signal: this.stopped.signal }).catch(() => {
			// cut short by stop()
		});
	}
}

function startCursors(): Map<SourceStream, string> {
	return new Map(SOURCE_STREAMS.map((stream) => [stream, '0']));
}

/** The later of two entry ids. */
function later(a: string | undefined, b: string): string {
	if (a === undefined || a === '0') return b;
	const [aMs, aSeq] = a.split('-').map(Number);
	const [bMs, bSeq] = b.split('-').map(Number);
	return (bMs ?? 0) > (aMs ?? 0) || (bMs === aMs && (bSeq ?? 0) > (aSeq ?? 0)) ? b : a;
}

/** What failed, in one line without parameters: a database error may quote the entry. */
function describeFailure(error: Error): string {
	const cause = error instanceof TransientError && error.cause instanceof Error ? error.cause : error;
	const code = (cause as NodeJS.ErrnoException).code;
	return (code === undefined ? cause.message : `${code} ${cause.message}`).split('\n')[0]?.slice(0, 300) ?? '';
}

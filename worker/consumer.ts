import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { toError } from '../lib/errors';
import { SOURCE_STREAMS } from '../lib/streams/names';
import { Attempts } from './attempts';
import { backoffMs } from './backoff';
import type { BlockingReader } from './blocking-read';
import { runsBySize } from './entries';
import { forgetConsumers } from './forget-consumers';
import { ensureGroups, isNoGroup } from './groups';
import { InFlight } from './in-flight';
import type { Lane, LaneLog, RawEntry } from './lane-types';
import { PAGE_BYTES_TARGET, ReadSize } from './read-size';
import { pingRedis } from './redis';
import { type RetryScope, retryBatches } from './retry';
import { within } from './within';

/**
 * What the consumer is doing.
 * - draining: makes sure of the groups, then goes once through what is pending under its own name, from an earlier run or from
 *   a failure; ends in reading
 * - reading: asks for new entries and now and then takes over what others left; leaves it for recovering when something fails,
 *   and for draining when entries that failed there are due again
 * - recovering: waits, then asks whether Postgres and Redis answer; if so draining, else longer. Nothing is read meanwhile,
 *   so an outage neither fills the pending list nor counts deliveries
 * - stopping: finishes what is in flight; final
 */
export type ConsumerMode = 'draining' | 'reading' | 'recovering' | 'stopping';

export interface ConsumerOptions {
	readonly reader: BlockingReader;
	readonly redis: Redis;
	readonly lane: Lane;
	readonly group: string;
	/** Name in the group; of two live workers with one name, each would redo what the other has in flight. */
	readonly name: string;
	readonly batchMax: number;
	readonly deliveriesMax: number;
	readonly claimIdleMs: number;
	/** Resolves when Postgres would take a batch. */
	readonly probeDatabase: () => Promise<void>;
	readonly log: LaneLog;
}

const BLOCK_MS = 5_000;
/** How long entries gather when fewer came than were asked for: a transaction costs about the same for one as for fifty. */
const GATHER_MS = 25;
const PROBE_MS_MAX = 5_000;
/** Batches submitted and not yet settled: one that Postgres writes and one that is prepared meanwhile. */
const IN_FLIGHT_MAX = 2;
/** Attempts that may fail one after another before everything, not single entries, is taken to be broken. */
const FAILURES_IN_A_ROW_MAX = 3;

export class Consumer {
	private currentMode: ConsumerMode = 'draining';
	private readonly inFlight = new InFlight();
	private readonly readSize: ReadSize;
	private readonly attempts: Attempts;
	/** Drains since one in which nothing failed, and when the next one is due. */
	private drainsFailed = 0;
	private nextDrainAt = Number.POSITIVE_INFINITY;
	private lastTurn = Date.now();
	private nextTakeoverAt: number;
	private readonly stopped = new AbortController();

	constructor(private readonly options: ConsumerOptions) {
		this.readSize = new ReadSize(options.batchMax);
		this.attempts = new Attempts({ ...options, probe: () => this.probe() });
		this.nextTakeoverAt = Date.now() + options.claimIdleMs / 2;
	}

	get mode(): ConsumerMode {
		return this.currentMode;
	}

	/** When the loop last came round or a batch was settled, in milliseconds since the epoch. */
	get lastTurnAtMs(): number {
		return Math.max(this.lastTurn, this.attempts.lastSuccessAtMs);
	}

	/** Dead letters this process wrote, by reason, and tries that failed. */
	get counts(): { readonly deadLetters: ReadonlyMap<string, number>; readonly failures: number } {
		return this.attempts;
	}

	/** Why new entries are not being taken, or null while they are. */
	get failure(): string | null {
		if (this.currentMode === 'recovering') return this.attempts.lastFailure;
		return this.currentMode === 'draining' ? 'going through what is pending' : null;
	}

	/** Consumes until `stop`. Resolves when everything in flight is settled. */
	async run(): Promise<void> {
		const renewing = this.renewLoop();
		while (this.currentMode !== 'stopping') {
			try {
				await this.turn();
			} catch (error) {
				await this.turnFailed(toError(error));
			}
			this.lastTurn = Date.now();
		}
		await Promise.all([this.inFlight.settled(), renewing]);
	}

	/** Ends the loop: the blocking read is interrupted, what is in flight is finished. */
	stop(): void {
		this.currentMode = 'stopping';
		this.stopped.abort();
		void this.options.reader.interrupt();
	}

	private setMode(mode: ConsumerMode): void {
		if (this.currentMode !== 'stopping') this.currentMode = mode;
	}

	private async turn(): Promise<void> {
		if (this.currentMode === 'recovering') return this.recover();
		if (this.currentMode === 'draining' || Date.now() >= this.nextDrainAt) return this.drain();
		if (Date.now() >= this.nextTakeoverAt) {
			this.nextTakeoverAt = Date.now() + (this.options.claimIdleMs / 2) * (1 + Math.random() / 4);
			await this.retry('idle');
			await this.tidy();
		}
		if (this.currentMode === 'reading') await this.readPage();
	}

	private async tidy(): Promise<void> {
		const { redis, group, log } = this.options;
		await forgetConsumers(redis, group).catch((error: unknown) => {
			log.warn({ reason: toError(error).message }, 'consumers long gone could not be removed from the group');
		});
	}

	private async drain(): Promise<void> {
		this.setMode('draining');
		await ensureGroups(this.options.redis, this.options.group);
		const failuresBefore = this.attempts.failures;
		await this.retry('own');
		const clean = this.attempts.failures === failuresBefore;
		this.drainsFailed = clean ? 0 : this.drainsFailed + 1;
		this.nextDrainAt = clean ? Number.POSITIVE_INFINITY : Date.now() + backoffMs(this.drainsFailed, Math.random());
		if (this.currentMode !== 'draining') return;
		if (clean) this.attempts.noteSuccess();
		this.setMode('reading');
	}

	private async readPage(): Promise<void> {
		const { reader, group, name, claimIdleMs } = this.options;
		// after a failure the first reads are small: if everything fails still, little more becomes pending
		const count = this.attempts.failuresInARow > 0 ? 1 : this.readSize.count;
		const blockMs = Math.max(1, Math.min(BLOCK_MS, Math.floor(claimIdleMs / 2), this.nextDrainAt - Date.now()));
		const page = await reader.read({ group, consumer: name, count, blockMs, streams: SOURCE_STREAMS });
		this.readSize.learn(page.entries.length, page.bytes);
		for (const run of runsBySize(page.entries, PAGE_BYTES_TARGET)) {
			await this.inFlight.slot(IN_FLIGHT_MAX);
			void this.inFlight.track(run, this.settleNew(run));
		}
		if (page.entries.length > 0 && page.entries.length < count) await this.pause(GATHER_MS);
	}

	/** Never rejects: what could not be settled stays pending. */
	private async settleNew(entries: readonly RawEntry[]): Promise<void> {
		const { settled } = await this.attempts.attempt(entries);
		if (!settled) this.setMode('recovering');
	}

	/** Tries pending entries again, one batch after another, so that a batch that fails tells which one it was. */
	private async retry(scope: RetryScope): Promise<void> {
		const { redis, group, name, claimIdleMs, deliveriesMax } = this.options;
		const isInFlight = (stream: string, entryId: string) => this.inFlight.has(stream, entryId);
		const countMax = this.readSize.count;
		const options = { group, consumer: name, idleMs: claimIdleMs, deliveriesMax, countMax, isInFlight };
		let retried = 0;
		for await (const batch of retryBatches(redis, scope, options)) {
			if (this.currentMode === 'stopping') return;
			if (batch.gone.length > 0) await this.attempts.reportGone(batch.gone);
			if (batch.entries.length === 0) continue;
			retried += batch.entries.length;
			await this.inFlight.slot(IN_FLIGHT_MAX);
			await this.inFlight.track(batch.entries, this.attempts.retry(batch));
			if (this.attempts.failuresInARow >= FAILURES_IN_A_ROW_MAX) return this.setMode('recovering');
		}
		if (retried > 0) this.options.log.info({ entries: retried, scope }, 'went through pending entries again');
	}

	private async recover(): Promise<void> {
		await this.inFlight.settled();
		await this.pause(backoffMs(this.attempts.failuresInARow, Math.random()));
		if (this.currentMode === 'stopping') return;
		await this.probe();
		this.setMode('draining');
	}

	/** @throws when Postgres or Redis would not take a batch */
	private async probe(): Promise<void> {
		await within('Postgres', PROBE_MS_MAX, this.options.probeDatabase());
		await pingRedis(this.options.redis, PROBE_MS_MAX);
		if (!this.options.reader.connected) throw new Error('the reading connection to Redis is not back yet');
	}

	private async turnFailed(error: Error): Promise<void> {
		if (this.currentMode === 'stopping') return;
		if (isNoGroup(error)) {
			this.options.log.warn({}, 'a stream or its group is gone; it is made again from the beginning of the stream');
			return this.setMode('draining');
		}
		this.attempts.noteFailure(error, 0);
		this.setMode('recovering');
	}

	/** Tells the group that what has long been in flight is still being worked on, so that nobody takes it over. */
	private async renewLoop(): Promise<void> {
		const { redis, group, name, claimIdleMs } = this.options;
		while (this.currentMode !== 'stopping') {
			await this.pause(claimIdleMs / 4);
			const pipeline = redis.pipeline();
			for (const { stream, entryId } of this.inFlight.longerThan(claimIdleMs / 4)) {
				pipeline.call('XCLAIM', stream, group, name, 0, entryId, 'JUSTID');
			}
			// a renewal that fails costs at most a second, harmless delivery
			if (pipeline.length > 0) await pipeline.exec().catch(() => undefined);
		}
	}

	private async pause(ms: number): Promise<void> {
		await sleep(ms, undefined, { signal: this.stopped.signal }).catch(() => {
			// cut short by stop()
		});
	}
}

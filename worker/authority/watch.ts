import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type GroupSample, keepSamples, pruneSamples } from '../../db/authority/consumers';
import type { SqlClient } from '../../db/client';
import { OneConnection } from '../../db/one-connection';
import { toError } from '../../lib/errors';
import type { LaneLog } from '../lane-types';
import { checkDue } from './check';
import { sampleGroups } from './sample-groups';

const SAMPLE_MS = 1_000;
const PRUNE_MS = 3_600_000;
/** Checks in a row before the groups are looked at again. */
const CHECKS_MAX = 5;
/** While the lane works, this share of the time at most: a check reads what the word index does not know yet. */
const BUSY_SHARE = 0.03;
/** But no check waits longer for the lane. */
const BUSY_PAUSE_MS_MAX = 60_000;
/** Held by the worker that samples; the others look whether it is free. */
const LEADER_LOCK = 7_102_114_096;

export interface AuthorityWatchOptions {
	/** Acts as console_worker. */
	readonly sql: SqlClient;
	readonly redis: Redis;
	/** The consumer group of the workers themselves, which enforces nothing. */
	readonly group: string;
	readonly isBusy: () => boolean;
	readonly log: LaneLog;
	readonly sampleMs?: number;
}

const progressOf = ({ delivered, pendingIds, isCut }: GroupSample) => JSON.stringify([delivered, pendingIds, isCut]);

/** Samples who has heard of revocations, and looks whether they held. One worker of all does the sampling. */
export class AuthorityWatch {
	private readonly stopped = new AbortController();
	private readonly leader: OneConnection;
	private readonly checker: OneConnection;
	private readonly progress = new Map<string, string>();
	private isFailing = false;
	private isBlind = false;
	private prunedAtMs = Number.NEGATIVE_INFINITY;
	/** When the lane, while it works, lets the next check begin. */
	private checkAtMs = Number.NEGATIVE_INFINITY;

	constructor(private readonly options: AuthorityWatchOptions) {
		this.leader = new OneConnection(options.sql);
		this.checker = new OneConnection(options.sql);
	}

	/** Works until `stop`. */
	async run(): Promise<void> {
		const { sampleMs = SAMPLE_MS, log } = this.options;
		while (!this.stopped.signal.aborted) {
			try {
				await this.turn();
				this.isFailing = false;
			} catch (error) {
				if (!this.isFailing) log.warn({ reason: toError(error).message }, 'revocations are not watched; trying again');
				this.isFailing = true;
			}
			await sleep(sampleMs, undefined, { signal: this.stopped.signal }).catch(() => {
				// cut short by stop()
			});
		}
		await Promise.all([this.leader.close(), this.checker.close()]);
	}

	/** Ends the loop. */
	stop(): void {
		this.stopped.abort();
	}

	/** One look at the groups, and the checks that are due. */
	async turn(): Promise<void> {
		try {
			if (await this.leads()) await this.sample();
			this.isBlind = false;
		} catch (error) {
			// whether revocations held is looked at all the same
			if (!this.isBlind) this.options.log.warn({ reason: toError(error).message }, 'consumer groups cannot be sampled; trying again');
			this.isBlind = true;
		}
		let failure: Error | null = null;
		for (let i = 0; i < CHECKS_MAX && !this.stopped.signal.aborted; i++) {
			const start = performance.now();
			if (start < this.checkAtMs && this.options.isBusy()) break;
			try {
				if (!(await checkDue(this.checker, Date.now()))) break;
			} catch (error) {
				failure ??= toError(error);
			}
			const worked = performance.now() - start;
			this.checkAtMs = start + Math.min(BUSY_PAUSE_MS_MAX, worked / BUSY_SHARE);
		}
		if (failure !== null) throw failure;
	}

	/** Whether this worker is the one that samples. The lock is the session's: it goes with the connection. */
	private leads(): Promise<boolean> {
		return this.leader.transaction(async (pg) => {
			const [row] = await pg()<{ held: boolean }[]>`
				select exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
					and ((classid::bigint << 32) | objid::bigint) = ${LEADER_LOCK}::bigint) or pg_try_advisory_lock(${LEADER_LOCK}::bigint) as held`;
			return row?.held === true;
		});
	}

	private async sample(): Promise<void> {
		const { redis, group, sql } = this.options;
		const samples = await sampleGroups(redis, group);
		const steps = samples.filter((sample) => this.progress.get(`${sample.streamNo} ${sample.group}`) !== progressOf(sample));
		await keepSamples(sql, samples, steps);
		for (const sample of steps) this.progress.set(`${sample.streamNo} ${sample.group}`, progressOf(sample));
		if (performance.now() - this.prunedAtMs < PRUNE_MS) return;
		this.prunedAtMs = performance.now();
		await pruneSamples(sql);
	}
}

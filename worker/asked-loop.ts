import type { SqlClient } from '../db/client';
import { OneConnection, type Statements } from '../db/one-connection';
import { toError } from '../lib/errors';
import { backoffMs } from './backoff';
import { Doze } from './doze';
import type { LaneLog } from './lane-types';

const POLL_MS = 3_000;
const PRUNE_MS = 600_000;
/** Between two answers while the lane works: each takes the main thread some milliseconds. */
const BUSY_PAUSE_MS = 50;

export interface AskedLoopOptions {
	/** Acts as console_worker. */
	readonly sql: SqlClient;
	/** Whether the writer lane has work. */
	readonly isBusy: () => boolean;
	readonly log: LaneLog;
	/** How often to look without being told; for tests that show that being told is enough. */
	readonly pollMs?: number;
}

/** What people ask for, and how it is answered. */
export interface Asked {
	/** For the log, in the plural. */
	readonly what: string;
	/** Calls `wake` whenever something was asked for. */
	listen(sql: SqlClient, wake: () => void): Promise<void>;
	/** Deletes what nobody needs any more. */
	prune(sql: SqlClient): Promise<void>;
	/** Answers the oldest open question inside a transaction. @returns whether there was one */
	turn(pg: () => Statements): Promise<boolean>;
}

/** Answers what people ask of the workers through a table, one question at a time. Several workers share the questions. */
export class AskedLoop {
	private readonly doze = new Doze();
	private readonly writer: OneConnection;
	private failures = 0;
	private prunedAt = Number.NEGATIVE_INFINITY;

	constructor(
		private readonly options: AskedLoopOptions,
		private readonly asked: Asked,
	) {
		this.writer = new OneConnection(options.sql);
	}

	/** Works until `stop`. Resolves when the question at hand is answered or given back. */
	async run(): Promise<void> {
		const { sql, log, isBusy, pollMs = POLL_MS } = this.options;
		const { what } = this.asked;
		this.asked
			.listen(sql, () => this.doze.tell())
			.catch((error: unknown) => {
				log.warn({ reason: toError(error).message }, `could not listen for ${what}; looking for them every few seconds`);
			});
		while (!this.doze.isStopped) {
			this.doze.look();
			try {
				await this.prune();
				const isAnswered = await this.turn();
				this.failures = 0;
				if (!isAnswered) await this.doze.idle(pollMs);
				else if (isBusy()) await this.doze.pause(BUSY_PAUSE_MS);
			} catch (error) {
				if (++this.failures === 1) log.warn({ reason: toError(error).message }, `${what} wait: they cannot be answered now`);
				await this.doze.pause(backoffMs(this.failures, Math.random()));
			}
		}
		await this.writer.close();
	}

	/** Ends the loop. */
	stop(): void {
		this.doze.stop();
	}

	private async prune(): Promise<void> {
		if (performance.now() - this.prunedAt < PRUNE_MS) return;
		await this.asked.prune(this.options.sql);
		this.prunedAt = performance.now();
	}

	private async turn(): Promise<boolean> {
		return this.writer.transaction(async (pg) => {
			await pg()`begin`;
			const isAnswered = await this.asked.turn(pg);
			await pg()`commit`;
			return isAnswered;
		});
	}
}

import type { Redis } from 'ioredis';
import type { SqlClient } from '../db/client';
import { listenForOutboxRows, type OutboxRow, takeOutboxRows } from '../db/ledger/console-outbox';
import { OneConnection } from '../db/one-connection';
import { toError } from '../lib/errors';
import { CONSOLE_STREAM, DEAD_LETTER_STREAM } from '../lib/streams/names';
import { backoffMs } from './backoff';
import { consoleEntry } from './console-entry';
import { refusedRowFields } from './dead-letter';
import { Doze } from './doze';
import type { LaneLog } from './lane-types';

const POLL_MS = 3_000;
/** How long rows gather behind those that were taken: each time costs a commit, a wait for Redis's disk and a batch of the lane. */
const GATHER_MS = 100;
/** How long Redis may take to bring what it confirmed to its disk. */
const DISK_MS_MAX = 5_000;

export interface ConsoleOutboxOptions {
	readonly sql: SqlClient;
	/** A connection of its own: it waits for Redis's disk, and others must not wait with it. */
	readonly redis: Redis;
	/** Signs the entries; null leaves them unsigned. */
	readonly auditHmacKey: Buffer | null;
	readonly log: LaneLog;
	/** How often to look without being told; for tests that show that being told is enough. */
	readonly pollMs?: number;
}

/**
 * Takes the console's events from its outbox to their stream, where they are consumed like any producer's. Rows go in the
 * transaction that waits for Redis, so that a crash in between delivers them again: the ledger takes that as a duplicate.
 */
export class ConsoleOutbox {
	private readonly doze = new Doze();
	private readonly writer: OneConnection;
	private failures = 0;
	/** That Redis cannot say what is on its disk. */
	private isTold = false;

	constructor(private readonly options: ConsoleOutboxOptions) {
		this.writer = new OneConnection(options.sql);
	}

	/** Why rows are not being taken, or null while they are. */
	failure: string | null = null;

	/** Works until `stop`. Resolves when the batch at hand is delivered or given back. */
	async run(): Promise<void> {
		const { sql, log, pollMs = POLL_MS } = this.options;
		listenForOutboxRows(sql, () => this.doze.tell()).catch((error: unknown) => {
			log.warn({ reason: toError(error).message }, "could not listen for the console's events; looking for them every few seconds");
		});
		while (!this.doze.isStopped) {
			this.doze.look();
			try {
				const left = await takeOutboxRows(this.writer, { deliver: (rows) => this.deliver(rows), confirm: () => this.confirm() });
				this.noteSuccess();
				if (left === 'more') continue;
				await this.doze.pause(GATHER_MS);
				await this.doze.idle(pollMs);
			} catch (error) {
				await this.noteFailure(toError(error));
			}
		}
		await this.writer.close();
	}

	/** Ends the loop. */
	stop(): void {
		this.doze.stop();
	}

	/** @throws when Redis did not take all of them */
	private async deliver(rows: readonly OutboxRow[]): Promise<void> {
		const { redis, auditHmacKey, log } = this.options;
		const pipeline = redis.pipeline();
		for (const row of rows) {
			const entry = consoleEntry(row.data, auditHmacKey);
			if ('fields' in entry) pipeline.xadd(CONSOLE_STREAM, '*', ...entry.fields);
			else {
				log.warn({ reason: entry.reason, outboxNo: row.outboxNo }, "a row of the console's outbox is no event of its own: dead letter");
				pipeline.xadd(DEAD_LETTER_STREAM, '*', ...refusedRowFields(row, entry.reason, Date.now()));
			}
		}
		const replies = await pipeline.exec();
		if (replies === null || replies.length !== rows.length) throw new Error('Redis dropped the pipeline');
		for (const [error] of replies) if (error !== null) throw error;
	}

	/**
	 * Waits until Redis has on disk what it took: a Redis that is killed may lose the last second else, and the rows are about to
	 * go. One that cannot say (before 7.2, or without an append-only file) is believed, as producers believe it.
	 * @throws when it did not get there in time
	 */
	private async confirm(): Promise<void> {
		try {
			const [onDisk] = (await this.options.redis.call('WAITAOF', 1, 0, DISK_MS_MAX)) as [number, number];
			if (onDisk < 1) throw new Error(`Redis did not write to its disk within ${DISK_MS_MAX} ms`);
		} catch (thrown) {
			const error = toError(thrown);
			if (error.name !== 'ReplyError') throw error;
			if (!this.isTold) this.options.log.info({ reason: error.message }, "Redis cannot say when the console's events are on its disk");
			this.isTold = true;
		}
	}

	private noteSuccess(): void {
		if (this.failures > 0) this.options.log.info({ tries: this.failures }, "the console's events are taken from the outbox again");
		this.failures = 0;
		this.failure = null;
	}

	private async noteFailure(error: Error): Promise<void> {
		this.failures++;
		this.failure = error.message;
		if (this.failures === 1) {
			this.options.log.warn({ reason: error.message }, "the console's events wait in the outbox: Postgres or Redis does not take them");
		}
		await this.doze.pause(backoffMs(this.failures, Math.random()));
	}
}

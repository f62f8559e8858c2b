import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlClient } from '../../db/client';
import { zonesBehind } from '../../db/word-index/heads';
import { toError } from '../../lib/errors';
import { backoffMs } from '../backoff';
import type { LaneLog } from '../lane-types';
import { type Pace, targetOf, WordIndexWriter } from './advance';

const POLL_MS = 1_000;
/** A zone's last, short group is written after this much quiet; until then searches look through its few events themselves. */
const QUIET_MS = 10_000;
/** While the lane works, this share of the main thread at most; Postgres then has twice as much of it to do. */
const BUSY_SHARE = 0.02;
const BUSY_PAUSE_MS_MAX = 1_000;

const IDLE: Omit<Pace, 'pause'> = { batchEvents: 2048, sliceEvents: 256 };
const BUSY: Omit<Pace, 'pause'> = { batchEvents: 512, sliceEvents: 64 };

export interface WordIndexOptions {
	/** Acts as console_worker. */
	readonly sql: SqlClient;
	/** Whether the writer lane has work. */
	readonly isBusy: () => boolean;
	readonly log: LaneLog;
	readonly pollMs?: number;
	readonly quietMs?: number;
}

/** Follows the ledger with the word index, zone by zone in turns. Several workers share the zones. */
export class WordIndex {
	private readonly stopped = new AbortController();
	private readonly writer: WordIndexWriter;
	private failures = 0;

	constructor(private readonly options: WordIndexOptions) {
		this.writer = new WordIndexWriter(options.sql);
	}

	/** Works until `stop`. Resolves when the step at hand is committed or undone. */
	async run(): Promise<void> {
		const { pollMs = POLL_MS } = this.options;
		while (!this.stopped.signal.aborted) {
			try {
				const events = await this.turn();
				if (this.failures > 0) this.options.log.info({ tries: this.failures }, 'the word index follows the ledger again');
				this.failures = 0;
				if (events === 0) await this.sleep(pollMs);
			} catch (error) {
				await this.noteFailure(toError(error));
			}
		}
		await this.writer.close();
	}

	/** Ends the loop. */
	stop(): void {
		this.stopped.abort();
	}

	/** One step in each zone that is behind. @returns events indexed */
	private async turn(): Promise<number> {
		const { sql, quietMs = QUIET_MS } = this.options;
		let events = 0;
		let failure: Error | null = null;
		for (const zone of await zonesBehind(sql)) {
			if (this.stopped.signal.aborted) break;
			const target = targetOf(zone, quietMs);
			if (target <= zone.indexedSeq) continue;
			try {
				events += await this.writer.advance(zone.zoneNo, target, this.pace());
			} catch (error) {
				// what ails one zone holds up no other
				failure = toError(error);
			}
		}
		if (failure !== null) throw failure;
		return events;
	}

	private pace(): Pace {
		return { ...(this.options.isBusy() ? BUSY : IDLE), pause: (workedMs) => this.pause(workedMs) };
	}

	private async pause(workedMs: number): Promise<void> {
		if (!this.options.isBusy() || this.stopped.signal.aborted) return new Promise((resolve) => setImmediate(resolve));
		await this.sleep(Math.min(BUSY_PAUSE_MS_MAX, Math.max(5, (workedMs * (1 - BUSY_SHARE)) / BUSY_SHARE)));
	}

	private async sleep(ms: number): Promise<void> {
		await sleep(ms, undefined, { signal: this.stopped.signal }).catch(() => {
			// cut short by stop()
		});
	}

	private async noteFailure(error: Error): Promise<void> {
		this.failures++;
		if (this.failures === 1)
			this.options.log.warn({ reason: error.message }, 'the word index does not follow the ledger; searches look through what it lacks');
		await this.sleep(backoffMs(this.failures, Math.random()));
	}
}

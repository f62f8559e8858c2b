import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlClient } from '../db/client';
import { addUpDay, openDays } from '../db/ledger/rollup-days';
import { toError } from '../lib/errors';
import type { LaneLog } from './lane-types';

const POLL_MS = 60_000;
/** Between two days while the lane works: a head is locked for some ten milliseconds. */
const BUSY_PAUSE_MS = 500;

export interface DaySumsOptions {
	/** Acts as console_worker. */
	readonly sql: SqlClient;
	/** Whether the writer lane has work. */
	readonly isBusy: () => boolean;
	readonly log: LaneLog;
	readonly pollMs?: number;
}

/** Adds up days that are over, so that searches read a month by days. Without it they read hours, and are right as well. */
export class DaySums {
	private readonly stopped = new AbortController();
	private isFailing = false;

	constructor(private readonly options: DaySumsOptions) {}

	/** Works until `stop`. Resolves when the day at hand is committed or undone. */
	async run(): Promise<void> {
		while (!this.stopped.signal.aborted) {
			try {
				await this.turn();
				this.isFailing = false;
			} catch (error) {
				if (!this.isFailing)
					this.options.log.warn({ reason: toError(error).message }, 'days are not added up; searches of long ranges take longer');
				this.isFailing = true;
			}
			await this.sleep(this.options.pollMs ?? POLL_MS);
		}
	}

	/** Ends the loop. */
	stop(): void {
		this.stopped.abort();
	}

	/** Adds up all that can be. @returns days added up */
	async turn(): Promise<number> {
		const { sql, isBusy } = this.options;
		let days = 0;
		for (let open = await openDays(sql); open.length > 0; open = await openDays(sql))
			for (const day of open) {
				if (this.stopped.signal.aborted) return days;
				await addUpDay(sql, day);
				days++;
				if (isBusy()) await this.sleep(BUSY_PAUSE_MS);
			}
		return days;
	}

	private async sleep(ms: number): Promise<void> {
		await sleep(ms, undefined, { signal: this.stopped.signal }).catch(() => {
			// cut short by stop()
		});
	}
}

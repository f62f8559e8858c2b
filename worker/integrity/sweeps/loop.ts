import { askHourlySweeps, askStartSweeps, endSweep, listenForSweeps, takeSweep } from '../../../db/integrity/sweeps';
import { toError } from '../../../lib/errors';
import { backoffMs } from '../../backoff';
import { Doze } from '../../doze';
import { checkRoster } from './ends';
import { BUSY_MIN, Sweep, type SweepOptions, type SweepResult } from './sweep';

const POLL_MS = 5_000;
const SCHEDULE_MS = 60_000;
/** While the lane works now and then, this share of the time at most; while it works all the time, the other one. */
const SHARE_MAX = 0.5;
const SHARE_MIN = 0.05;
/** Far from the silence after which another worker takes a sweep over. */
const PAUSE_MS_MAX = 10_000;
/** Tries of one sweep before it has failed. */
const FAILURES_MAX = 5;

export interface SweepsOptions extends Omit<SweepOptions, 'pause'> {
	readonly rollingHours: number;
	readonly pollMs?: number;
}

/** What sweeps of this process came to, under the names of the wire reference (section 8). */
export interface SweepStats {
	tamper_checked_total: number;
	tamper_mismatch_total: number;
	tamper_chain_breaks_total: number;
	tamper_hmac_failures_total: number;
	tamper_last_sweep_unix: number;
	tamper_last_full_unix: number;
}

/** Verifies the ledger at start, every hour and when asked, one sweep at a time. Several workers share the sweeps. */
export class Sweeps {
	private readonly doze = new Doze();
	private readonly sweep: Sweep;
	private failures = 0;
	private scheduledAt = Number.NEGATIVE_INFINITY;
	private hasBegun = false;
	readonly stats: SweepStats = {
		tamper_checked_total: 0,
		tamper_mismatch_total: 0,
		tamper_chain_breaks_total: 0,
		tamper_hmac_failures_total: 0,
		tamper_last_sweep_unix: 0,
		tamper_last_full_unix: 0,
	};

	constructor(private readonly options: SweepsOptions) {
		this.sweep = new Sweep({ ...options, pause: (workedMs) => this.pause(workedMs) });
	}

	/** Works until `stop`. Resolves when the piece at hand is committed or undone; the rest of its sweep waits. */
	async run(): Promise<void> {
		const { sql, log, pollMs = POLL_MS } = this.options;
		listenForSweeps(sql, () => this.doze.tell()).catch((error: unknown) => {
			log.warn({ reason: toError(error).message }, 'could not listen for sweeps; looking for them every few seconds');
		});
		while (!this.doze.isStopped) {
			this.doze.look();
			try {
				await this.schedule();
				const isSwept = await this.turn();
				this.failures = 0;
				if (!isSwept) await this.doze.idle(pollMs);
			} catch (error) {
				if (++this.failures === 1) log.warn({ reason: toError(error).message }, 'sweeps wait');
				await this.doze.pause(backoffMs(this.failures, Math.random()));
			}
		}
		await this.sweep.close();
	}

	/** Ends the loop. */
	stop(): void {
		this.doze.stop();
	}

	/** Asks for the sweeps that are due. */
	async schedule(): Promise<void> {
		if (performance.now() - this.scheduledAt < SCHEDULE_MS) return;
		const { sql, anchors, rollingHours, log } = this.options;
		if (this.hasBegun) await askHourlySweeps(sql, rollingHours);
		else await askStartSweeps(sql);
		this.hasBegun = true;
		this.scheduledAt = performance.now();
		try {
			// such a finding has no zone left to be listed under, so it is told here too
			const gone = await checkRoster(sql, anchors);
			if (gone > 0) log.error({ zones: gone }, 'zones are gone without a trace but their checkpoints');
		} catch (error) {
			// sweeps of the zones that are there must not wait for an anchor that cannot be read
			log.error({ reason: toError(error).message }, 'anchors cannot be compared with the zones there are');
		}
	}

	/** Runs the next sweep. @returns whether there was one */
	async turn(): Promise<boolean> {
		const { sql, workerId, log } = this.options;
		const open = await takeSweep(sql, workerId);
		if (open === null) return false;
		try {
			const result = await this.sweep.run(open);
			this.count(result);
			const { state, events, newFindings } = result;
			if (newFindings > 0) log.error({ zone: open.zoneId, sweep: open.sweepNo, findings: newFindings }, 'a sweep found what should not be');
			else log.info({ zone: open.zoneId, sweep: open.sweepNo, state, events }, 'sweep');
		} catch (error) {
			if (this.failures < FAILURES_MAX) throw error;
			await endSweep(sql, open.sweepNo, workerId, 'failed', 0, toError(error).message);
		}
		return true;
	}

	private count({ state, events, counts, isWhole }: SweepResult): void {
		const { stats } = this;
		stats.tamper_checked_total += events;
		stats.tamper_mismatch_total += counts.get('content_mismatch') ?? 0;
		stats.tamper_chain_breaks_total +=
			(counts.get('chain_break') ?? 0) + (counts.get('sequence_gap') ?? 0) + (counts.get('sequence_repeat') ?? 0);
		stats.tamper_hmac_failures_total += counts.get('hmac_mismatch') ?? 0;
		if (state !== 'done') return;
		const now = Math.floor(Date.now() / 1000);
		stats.tamper_last_sweep_unix = now;
		if (isWhole) stats.tamper_last_full_unix = now;
	}

	/** Leaves the machine to the lane: the more it has to do, the longer. */
	private async pause(workedMs: number): Promise<boolean> {
		const busy = this.options.busyShare();
		const share = Math.min(SHARE_MAX, Math.max(SHARE_MIN, 1 - busy));
		if (busy >= BUSY_MIN) await this.doze.pause(Math.min(PAUSE_MS_MAX, (workedMs * (1 - share)) / share));
		return this.doze.isStopped;
	}
}

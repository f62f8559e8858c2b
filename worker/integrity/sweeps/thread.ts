import { Worker } from 'node:worker_threads';
import { toError } from '../../../lib/errors';
import { backoffMs } from '../../backoff';
import { Doze } from '../../doze';
import type { LaneLog } from '../../lane-types';
import type { AnchorSecrets } from '../anchors/settings';
import type { SweepStats } from './loop';

/** How often the lane is looked at, and how many looks count. */
const LOOK_MS = 100;
const LOOKS = 30;
/** Heap of the thread; rows are bytes outside of it. */
const HEAP_MB_MAX = 128;

/** What the thread is started with. */
export interface ThreadSettings {
	readonly databaseUrl: string;
	readonly workerId: string;
	readonly auditKey: Uint8Array | null;
	readonly streamsKey: Uint8Array | null;
	/** As in the environment; each null when not given. */
	readonly checkpointKeys: string | null;
	readonly checkpointKeysFile: string | null;
	/** The setting ANCHORS. */
	readonly anchors: string;
	readonly anchorSecrets: AnchorSecrets;
	/** Shared: the share of the last seconds in which the writer lane had work, 0 to 1. */
	readonly busy: Float64Array;
	readonly rollingHours: number;
}

/** What the thread tells. */
export type ThreadMessage =
	| { readonly kind: 'log'; readonly level: keyof LaneLog; readonly fields: object; readonly words: string }
	| { readonly kind: 'stats'; readonly stats: SweepStats };

export interface SweepThreadOptions extends Omit<ThreadSettings, 'busy'> {
	/** Whether the writer lane has work now. */
	readonly isBusy: () => boolean;
	readonly log: LaneLog;
}

/** Starts the thread: a bundle of its own beside the worker's, or its source. */
function startThread(settings: ThreadSettings): Worker {
	const file = import.meta.url.endsWith('.ts') ? './thread-source.mjs' : './sweep-thread.mjs';
	return new Worker(new URL(file, import.meta.url), { workerData: settings, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX } });
}

/**
 * Sweeps in a thread of their own, so that neither their hashing nor their reading keeps the writer lane waiting. A thread that
 * ends with an error is started anew; the sweep it was at goes on where it stood.
 */
export class SweepThread {
	private readonly doze = new Doze();
	private readonly busy = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT));
	private thread: Worker | null = null;
	private failures = 0;
	stats: SweepStats = {
		tamper_checked_total: 0,
		tamper_mismatch_total: 0,
		tamper_chain_breaks_total: 0,
		tamper_hmac_failures_total: 0,
		tamper_last_sweep_unix: 0,
		tamper_last_full_unix: 0,
	};

	constructor(private readonly options: SweepThreadOptions) {}

	/** Works until `stop`. Resolves when the piece at hand is committed or undone. */
	async run(): Promise<void> {
		const { isBusy, log } = this.options;
		let looked = 0;
		const looks = setInterval(() => {
			looked = Math.min(LOOKS, looked + 1);
			const former = this.busy[0] ?? 0;
			this.busy[0] = former + (Number(isBusy()) - former) / looked;
		}, LOOK_MS);
		while (!this.doze.isStopped) {
			try {
				await this.runThread();
			} catch (error) {
				this.failures++;
				log.error({ reason: toError(error).message }, 'the thread of sweeps ended; it is started anew');
				await this.doze.pause(backoffMs(this.failures, Math.random()));
			}
		}
		clearInterval(looks);
	}

	/** Ends the thread. */
	stop(): void {
		this.doze.stop();
		this.thread?.postMessage('stop');
	}

	/** Resolves when the thread has ended; rejects with what ended it. */
	private async runThread(): Promise<void> {
		const { isBusy: _, log, ...settings } = this.options;
		const before = this.stats;
		const thread = startThread({ ...settings, busy: this.busy });
		this.thread = thread;
		thread.on('message', (message: ThreadMessage) => {
			if (message.kind === 'log') log[message.level](message.fields, message.words);
			else this.stats = sum(before, message.stats);
		});
		try {
			await new Promise<void>((resolve, reject) => {
				thread.once('error', reject);
				thread.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`exit code ${code}`))));
			});
		} finally {
			this.thread = null;
		}
	}
}

/** Counts of earlier threads and this one; of instants the latest. */
function sum(before: SweepStats, now: SweepStats): SweepStats {
	const { tamper_last_sweep_unix, tamper_last_full_unix } = now;
	return {
		tamper_checked_total: before.tamper_checked_total + now.tamper_checked_total,
		tamper_mismatch_total: before.tamper_mismatch_total + now.tamper_mismatch_total,
		tamper_chain_breaks_total: before.tamper_chain_breaks_total + now.tamper_chain_breaks_total,
		tamper_hmac_failures_total: before.tamper_hmac_failures_total + now.tamper_hmac_failures_total,
		tamper_last_sweep_unix: Math.max(before.tamper_last_sweep_unix, tamper_last_sweep_unix),
		tamper_last_full_unix: Math.max(before.tamper_last_full_unix, tamper_last_full_unix),
	};
}

import type { Redis } from 'ioredis';
import { toError } from '../lib/errors';
import { DELIVERIES_EXCEEDED, ENTRY_GONE } from './dead-letter';
import type { EntryPlace } from './entries';
import { type BatchFate, type Lane, type LaneLog, type RawEntry, TransientError } from './lane-types';
import type { RetryBatch } from './retry';
import { deadLetter, type Failed, settle } from './settle';

export interface AttemptsOptions {
	readonly redis: Redis;
	readonly lane: Lane;
	readonly group: string;
	/** Resolves when Postgres and Redis would take a batch. */
	readonly probe: () => Promise<void>;
	readonly log: LaneLog;
}

/** Hands entries to the lane, settles them, and keeps count of what fails. Trouble is logged when it begins and when it ends. */
export class Attempts {
	private count = 0;
	private inARow = 0;
	private reason: string | null = null;
	private lastSuccess = Date.now();
	/** Dead letters written, by reason up to its first colon. */
	readonly deadLetters = new Map<string, number>();

	constructor(private readonly options: AttemptsOptions) {}

	/** Failures so far. */
	get failures(): number {
		return this.count;
	}

	/** Failures since something succeeded. */
	get failuresInARow(): number {
		return this.inARow;
	}

	get lastFailure(): string | null {
		return this.reason;
	}

	/** In milliseconds since the epoch. */
	get lastSuccessAtMs(): number {
		return this.lastSuccess;
	}

	/** Tries a batch of pending entries again. Never rejects. */
	async retry({ entries, attempt }: RetryBatch): Promise<void> {
		try {
			if (attempt === 'never') return await this.giveUp(entries, 'a worker ended each time while handling it');
			let { refused } = await this.attempt(entries);
			if (attempt === 'again' || refused.length === 0) return;
			// a database that is away is not the entry's fault; and a commit whose answer was lost shows at the next try
			await this.options.probe();
			({ refused } = await this.attempt(entries));
			await this.options.probe();
			for (const { entry, error } of refused) await this.giveUp([entry], describeFailure(error));
		} catch (error) {
			this.noteFailure(toError(error), entries.length);
		}
	}

	/**
	 * Hands entries to the lane and turns their fates into facts on Redis. Never rejects.
	 * @returns whether all are settled, and which ones the lane could not place
	 */
	async attempt(entries: readonly RawEntry[]): Promise<{ settled: boolean; refused: readonly Failed[] }> {
		const { redis, group, lane, log } = this.options;
		let fate: BatchFate;
		try {
			fate = await lane.submit(entries);
		} catch (thrown) {
			const error = toError(thrown);
			this.noteFailure(error, entries.length);
			return { settled: false, refused: entries.map((entry) => ({ entry, error })) };
		}
		try {
			const { reasons, deferred } = await settle(redis, group, entries, fate.outcomes, Date.now());
			if (Object.keys(reasons).length > 0) log.warn({ reasons }, 'dead-lettered entries');
			for (const [reason, entries] of Object.entries(reasons)) this.countLetters(reason, entries);
			const [first] = deferred;
			if (first === undefined) this.noteSuccess();
			else this.noteFailure(first.error, deferred.length);
			return { settled: first === undefined, refused: deferred };
		} catch (thrown) {
			this.noteFailure(toError(thrown), entries.length);
			return { settled: false, refused: [] };
		}
	}

	noteSuccess(): void {
		this.lastSuccess = Date.now();
		if (this.inARow > 0) this.options.log.info({ failures: this.inARow }, 'entries are taken again');
		this.inARow = 0;
	}

	/** @param entries how many it left pending; 0 when it was not about entries */
	noteFailure(error: Error, entries: number): void {
		this.reason = describeFailure(error);
		if (this.inARow === 0) {
			const kind = error instanceof TransientError ? 'database' : 'other';
			const what = entries === 0 ? 'entries cannot be read now' : 'entries could not be settled; they stay pending';
			this.options.log.error({ entries, kind, reason: this.reason }, what);
		}
		this.count++;
		this.inARow++;
	}

	private async giveUp(entries: readonly RawEntry[], error: string): Promise<void> {
		const letters = entries.map((entry) => ({ ...entry, reason: `${DELIVERIES_EXCEEDED}:${error}` }));
		await deadLetter(this.options.redis, this.options.group, letters, Date.now());
		this.countLetters(DELIVERIES_EXCEEDED, letters.length);
		this.options.log.error({ entries: letters.length, reason: error }, 'dead-lettered entries that were delivered too often');
	}

	private countLetters(reason: string, entries: number): void {
		this.deadLetters.set(reason, (this.deadLetters.get(reason) ?? 0) + entries);
	}

	async reportGone(gone: readonly EntryPlace[]): Promise<void> {
		const letters = gone.map((place) => ({ ...place, fields: [], reason: ENTRY_GONE }));
		await deadLetter(this.options.redis, this.options.group, letters, Date.now());
		this.countLetters(ENTRY_GONE, letters.length);
		this.options.log.error({ entries: letters.length }, 'entries were deleted from their stream while they were pending');
	}
}

/** What failed, in one line. */
function describeFailure(error: Error): string {
	const cause = error instanceof TransientError && error.cause instanceof Error ? error.cause : error;
	const code = (cause as NodeJS.ErrnoException).code;
	return (code === undefined ? cause.message : `${code} ${cause.message}`).split('\n')[0]?.slice(0, 300) ?? '';
}

import { Partitions } from '../db/ledger/partitions';
import { OneConnection } from '../db/one-connection';
import { toError } from '../lib/errors';
import { AuthorityKeeper } from './authority/keeper';
import { LaneBatch } from './lane-batch';
import { Dictionary } from './lane-dictionary';
import { entryBytes } from './lane-entry';
import { Linker } from './lane-link';
import { Preparer } from './lane-prepare';
import { Settler, transient, type Unit } from './lane-settle';
import type { BatchFate, EntryOutcome, Lane, LaneOptions, LaneStats, RawEntry } from './lane-types';
import { TransientError } from './lane-types';

/** Most that goes into one transaction. */
const UNIT_BYTES_MAX = 4 * 1024 * 1024;
const UNIT_ENTRIES_MAX = 4000;
/** One batch being written and one being prepared. */
const BATCHES = 2;
const MONTHS_CHECK_MS = 60 * 60 * 1000;

/** Cuts a submission into units of at most UNIT_BYTES_MAX, or one entry. */
function unitsOf(entries: readonly RawEntry[]): Unit[] {
	const units: Unit[] = [];
	let unit: RawEntry[] = [];
	let bytes = 0;
	const close = () => {
		if (unit.length > 0) units.push({ entries: unit, outcomes: unit.map(() => undefined) });
		unit = [];
		bytes = 0;
	};
	for (const entry of entries) {
		const more = entryBytes(entry.fields);
		if (bytes + more > UNIT_BYTES_MAX || unit.length === UNIT_ENTRIES_MAX) close();
		unit.push(entry);
		bytes += more;
	}
	close();
	return units;
}

/**
 * The writer lane: two stages, each working in the order of submission. The first prepares a unit, with pauses, while the second
 * has Postgres write the one before. A transient failure fails everything submitted until then, so that no entry overtakes
 * another one of its zone.
 */
class WriterLane implements Lane {
	private readonly partitions: Partitions;
	private readonly dictionary: Dictionary;
	private readonly writer: OneConnection;
	private readonly preparer: Preparer;
	private readonly linker: Linker;
	private readonly settler: Settler;
	private readonly free: LaneBatch[] = Array.from({ length: BATCHES }, () => new LaneBatch());
	private readonly waiting: ((batch: LaneBatch) => void)[] = [];
	private preparing: Promise<unknown> = Promise.resolve();
	private writing: Promise<unknown> = Promise.resolve();
	private monthsCheckedAtMs = Number.NEGATIVE_INFINITY;
	/** Raised by each transient failure; what was submitted before it is not tried. */
	private failures = 0;
	private failure: TransientError | null = null;
	private isStopped = false;
	private open = 0;
	private appendedEvents = 0;
	private lastCommitAtMs: number | null = null;
	private lastError: string | null = null;

	constructor(private readonly options: LaneOptions) {
		const { sql, log } = options;
		this.partitions = new Partitions(sql);
		this.dictionary = new Dictionary(sql);
		this.writer = new OneConnection(sql);
		const { partitions, dictionary, writer } = this;
		const linker = new Linker(options.auditHmacKey);
		const preparer = new Preparer({ ...options, dictionary, partitions, linker });
		this.linker = linker;
		this.preparer = preparer;
		this.settler = new Settler({
			sql,
			log,
			writer,
			preparer,
			linker,
			partitions,
			authority: new AuthorityKeeper(sql, options.keepsAuthority !== false),
		});
	}

	async submit(entries: readonly RawEntry[]): Promise<BatchFate> {
		if (this.isStopped) throw new TransientError('the lane is stopped');
		const units = unitsOf(entries);
		this.open++;
		await Promise.all(units.map((unit) => this.run(unit))).finally(() => this.open--);
		const outcomes: EntryOutcome[] = units.flatMap((unit) => unit.outcomes.map((outcome) => outcome ?? this.deferred()));
		const first = outcomes.find((outcome) => outcome.kind === 'deferred');
		if (first?.kind === 'deferred' && outcomes.every((outcome) => outcome.kind === 'deferred')) throw first.error;
		return { committed: outcomes.filter((outcome) => outcome.kind === 'appended').length, outcomes };
	}

	async stop(): Promise<void> {
		this.isStopped = true;
		await Promise.allSettled([this.preparing, this.writing]);
		await this.writer.close();
	}

	stats(): LaneStats {
		return { appendedEvents: this.appendedEvents, lastCommitAtMs: this.lastCommitAtMs, lastError: this.lastError };
	}

	isBusy(): boolean {
		return this.open > 0;
	}

	/** Takes a unit through both stages; what stays undecided has no outcome. */
	private run(unit: Unit): Promise<void> {
		const failuresBefore = this.failures;
		const isOvertaken = () => this.failures !== failuresBefore;
		const prepared = this.preparing.then(async () => {
			const batch = await this.take();
			try {
				if (!isOvertaken()) await this.prepare(unit, batch);
				return batch;
			} catch (error) {
				this.fail(error);
				return batch;
			}
		});
		this.preparing = prepared;
		const written = Promise.all([prepared, this.writing]).then(async ([batch]) => {
			try {
				if (!isOvertaken()) await this.write(unit, batch);
			} catch (error) {
				this.fail(error);
			} finally {
				this.linker.drop(batch);
				this.give(batch);
			}
		});
		this.writing = written;
		return written;
	}

	private async prepare(unit: Unit, batch: LaneBatch): Promise<void> {
		const nowMs = Date.now();
		if (nowMs - this.monthsCheckedAtMs > MONTHS_CHECK_MS) {
			await this.partitions.ensureMonthsAhead(nowMs);
			this.monthsCheckedAtMs = nowMs;
		}
		await this.preparer.prepare(batch, unit.entries, unit.outcomes);
	}

	private async write(unit: Unit, batch: LaneBatch): Promise<void> {
		try {
			await this.settler.settle(unit, batch);
		} finally {
			const appended = unit.outcomes.filter((outcome) => outcome?.kind === 'appended').length;
			this.appendedEvents += appended;
			if (appended > 0) this.lastCommitAtMs = Date.now();
		}
	}

	private fail(error: unknown): void {
		this.failures++;
		this.failure = transient(error);
		this.lastError = toError(this.failure.cause).message;
		this.dictionary.forgetHeads();
		this.options.log.error({ error: this.lastError }, 'the database did not take a batch; its entries stay pending');
	}

	private deferred(): EntryOutcome {
		return { kind: 'deferred', error: this.failure ?? new TransientError('the batch was not written') };
	}

	private take(): Promise<LaneBatch> {
		const batch = this.free.pop();
		return batch === undefined ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve(batch);
	}

	private give(batch: LaneBatch): void {
		const next = this.waiting.shift();
		if (next === undefined) this.free.push(batch);
		else next(batch);
	}
}

/** Makes the lane. Nothing is connected before the first submission. */
export function createLane(options: LaneOptions): Lane {
	return new WriterLane(options);
}

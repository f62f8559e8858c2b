import { createHash } from 'node:crypto';
import type { SqlClient } from '../../db/client';
import { checkpointSizes } from '../../db/integrity/evidence-facts';
import {
	type EvidenceEnd,
	type EvidenceJob,
	endEvidenceJob,
	giveBackEvidenceJob,
	type Hold,
	holdEvidenceJob,
	listenForEvidence,
	storePart,
	takeEvidenceJob,
	tidyEvidence,
} from '../../db/integrity/evidence-jobs';
import { OneConnection, type Statements } from '../../db/one-connection';
import { readerOn } from '../../db/queries/reader';
import { BundleRejected } from '../../lib/bundle/form';
import { writeBundle } from '../../lib/bundle/writer';
import { nodePrimitives } from '../../lib/chain/node-primitives';
import { type DatedSigner, publicSet, signersAt } from '../../lib/checkpoint/signer-set';
import { formatVerifierKey } from '../../lib/checkpoint/verifier-key';
import { toError } from '../../lib/errors';
import { backoffMs } from '../backoff';
import { Doze } from '../doze';
import type { LaneLog } from '../lane-types';
import { type Chosen, chooseEvents } from './chosen';
import { type BundleHead, bundleEntries } from './entries';

const POLL_MS = 5_000;
const TIDY_MS = 60_000;
/** Between two words that the worker is still there. */
const HOLD_MS = 2_000;
/** Bytes stored at once. */
const PART_BYTES = 1024 * 1024;
/** Of one bundle. */
const BYTES_MAX = 4 * 1024 ** 3;
/** While the lane works, this share of the time at most. */
const BUSY_SHARE = 0.1;
const BUSY_PAUSE_MS_MAX = 2_000;
/** How long a bundle waits for a checkpoint over its newest events. */
const COVERED_MS_MAX = 10_000;
const COVERED_POLL_MS = 100;
/** The longest search for the events of a bundle. */
const STATEMENT_MS_MAX = 600_000;
const PRODUCER = 'caracal-audit-console';

export interface EvidenceOptions {
	/** Acts as console_worker. */
	readonly sql: SqlClient;
	readonly workerId: string;
	readonly signers: () => readonly DatedSigner[];
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly isBusy: () => boolean;
	readonly log: LaneLog;
	readonly pollMs?: number;
	/** Has checkpoints of these zones signed now, whatever is due. */
	readonly hurry?: (zoneNos: readonly number[]) => void;
}

/** The job is over for this worker, whatever it was doing. */
class JobOver extends Error {
	constructor(readonly hold: Exclude<Hold, 'held'> | 'stopped') {
		super(`the job is ${hold}`);
	}
}

/** Makes the bundles people ask for, one at a time. Several workers share them. */
export class EvidenceJobs {
	private readonly doze = new Doze();
	private readonly reader: OneConnection;
	private failures = 0;
	private storedAt = 0;
	private tidiedAt = Number.NEGATIVE_INFINITY;

	constructor(private readonly options: EvidenceOptions) {
		this.reader = new OneConnection(options.sql);
	}

	/** Works until `stop`. A bundle that is being made is then given back, and made anew by who comes next. */
	async run(): Promise<void> {
		const { sql, log, pollMs = POLL_MS } = this.options;
		listenForEvidence(sql, () => this.told()).catch((error: unknown) => {
			log.warn({ reason: toError(error).message }, 'could not listen for evidence jobs; looking for them every few seconds');
		});
		while (!this.doze.isStopped) {
			this.doze.look();
			try {
				await this.tidy();
				const isMade = await this.turn();
				this.failures = 0;
				if (!isMade) await this.doze.idle(pollMs);
			} catch (error) {
				if (++this.failures === 1) log.warn({ reason: toError(error).message }, 'evidence jobs wait');
				await this.doze.pause(backoffMs(this.failures, Math.random()));
			}
		}
		await this.reader.close();
	}

	/** Ends the loop. */
	stop(): void {
		this.doze.stop();
		// what Postgres is still looking for ends with its connection
		this.reader.close().catch(() => {});
	}

	/** Makes the oldest bundle that waits. @returns whether there was one */
	async turn(): Promise<boolean> {
		const { sql, workerId, log } = this.options;
		const job = await takeEvidenceJob(sql, workerId);
		if (job === null) return false;
		const end = await this.ending(job);
		if (end === 'stopped') await giveBackEvidenceJob(sql, job.jobId, workerId);
		else if (end !== 'lost') await endEvidenceJob(sql, job.jobId, workerId, end);
		if (typeof end === 'object') log.info({ job: job.jobId, state: end.state }, 'evidence bundle');
		return true;
	}

	private async ending(job: EvidenceJob): Promise<EvidenceEnd | 'stopped' | 'lost'> {
		const count = { events: 0, total: null as number | null };
		let over: JobOver | null = null;
		const look = async () => {
			const hold = await holdEvidenceJob(this.options.sql, job.jobId, this.options.workerId, count.events, count.total);
			if (hold === 'held' || over !== null) return;
			over = new JobOver(hold);
			await this.reader.close();
		};
		const holding = setInterval(() => {
			look().catch(() => {
				// without a word for long enough another worker takes the job, and storing the next part says so
			});
		}, HOLD_MS);
		try {
			return { state: 'done', sha256: await this.make(job, count), events: count.events };
		} catch (error) {
			const why = over ?? (this.doze.isStopped ? new JobOver('stopped') : error);
			if (why instanceof JobOver) return why.hold === 'cancelled' ? { state: 'cancelled' } : why.hold;
			if (why instanceof BundleRejected) return { state: 'failed', error: why.message };
			this.options.log.error({ job: job.jobId, reason: toError(error).message }, 'an evidence bundle could not be made');
			return { state: 'failed', error: 'The bundle could not be made; the worker has written down why. Ask for it again.' };
		} finally {
			clearInterval(holding);
		}
	}

	private async make(job: EvidenceJob, count: { events: number; total: number | null }): Promise<Uint8Array> {
		const { signers, now } = this.options;
		const chosen = await this.snapshot((pg) => chooseEvents(readerOn(pg), job, BigInt(now()) * 1000n));
		count.total = [...chosen.seqs.values()].reduce((sum, seqs) => sum + seqs.length, 0);
		await this.covered(chosen);
		const nowMs = now();
		const keys = publicSet(signers()).map(({ key }) => formatVerifierKey(key));
		const head = { producer: PRODUCER, keys, now: BigInt(nowMs) * 1000n };
		return this.snapshot((pg) => this.write(pg, job, chosen, head, count));
	}

	private snapshot<T>(read: (pg: () => Statements) => Promise<T>): Promise<T> {
		return this.reader.transaction(async (pg) => {
			await pg()`begin isolation level repeatable read read only`;
			// the word index asks for the zones, whoever reads
			await pg()`select set_config('caracal.zones', '*', true), set_config('statement_timeout', ${String(STATEMENT_MS_MAX)}, true)`;
			const result = await read(pg);
			await pg()`commit`;
			return result;
		});
	}

	private async write(
		pg: () => Statements,
		job: EvidenceJob,
		chosen: Chosen,
		head: BundleHead,
		count: { events: number },
	): Promise<Uint8Array> {
		const seconds = Number(head.now / 1_000_000n);
		const writing = { primitives: nodePrimitives, sealers: signersAt(this.options.signers(), seconds), sealedAtSeconds: seconds };
		const digest = createHash('sha256');
		this.storedAt = performance.now();
		let part: Uint8Array[] = [];
		let [bytes, written, partNo] = [0, 0, 0];
		const store = async () => {
			await this.store(job, partNo++, Buffer.concat(part));
			[part, bytes] = [[], 0];
		};
		const entries = bundleEntries(pg, job, chosen, head, () => {
			count.events++;
		});
		for await (const chunk of writeBundle(entries, writing)) {
			digest.update(chunk);
			part.push(chunk);
			bytes += chunk.length;
			written += chunk.length;
			if (written > BYTES_MAX)
				throw new BundleRejected(
					'The bundle would be larger than 4 GiB, which is the most one holds. Ask for a shorter time or fewer zones.',
				);
			if (bytes >= PART_BYTES) await store();
		}
		if (bytes > 0) await store();
		return new Uint8Array(digest.digest());
	}

	private async store(job: EvidenceJob, partNo: number, bytes: Uint8Array): Promise<void> {
		const { sql, workerId, isBusy } = this.options;
		if (this.doze.isStopped) throw new JobOver('stopped');
		const hold = await storePart(sql, job.jobId, workerId, partNo, bytes);
		if (hold !== 'held') throw new JobOver(hold);
		const workedMs = performance.now() - this.storedAt;
		if (isBusy()) await this.doze.pause(Math.min(BUSY_PAUSE_MS_MAX, (workedMs * (1 - BUSY_SHARE)) / BUSY_SHARE));
		this.storedAt = performance.now();
	}

	/** Resolves when checkpoints cover the events, or when that takes too long: what is not covered the bundle leaves out and says so. */
	private async covered({ seqs }: Chosen): Promise<void> {
		const { sql, signers, hurry } = this.options;
		if (hurry === undefined || signers().length === 0) return;
		const until = performance.now() + COVERED_MS_MAX;
		for (let asked = false; !this.doze.isStopped && performance.now() < until; asked = true) {
			const sizes = await checkpointSizes(sql, [...seqs.keys()]);
			const behind = [...seqs].filter(([zoneNo, of]) => (of.at(-1) ?? 0) > (sizes.get(zoneNo) ?? 0)).map(([zoneNo]) => zoneNo);
			if (behind.length === 0) return;
			if (!asked) hurry(behind);
			await this.doze.pause(COVERED_POLL_MS);
		}
	}

	private told(): void {
		// a cancelled one that nobody makes yet is ended at the next look
		this.tidiedAt = Number.NEGATIVE_INFINITY;
		this.doze.tell();
	}

	private async tidy(): Promise<void> {
		if (performance.now() - this.tidiedAt < TIDY_MS) return;
		this.tidiedAt = performance.now();
		await tidyEvidence(this.options.sql);
	}
}

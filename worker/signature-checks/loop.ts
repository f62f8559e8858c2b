import postgres from 'postgres';
import type { SqlClient } from '../../db/client';
import { OneConnection, type Statements } from '../../db/one-connection';
import { readerOn } from '../../db/queries/reader';
import { checkFacts } from '../../db/signature-checks/facts';
import { answerCheck, listenForChecks, type OpenCheck, pruneChecks, takeCheck } from '../../db/signature-checks/open';
import { type CheckKeys, checkEvent, type EventCheck } from '../../lib/chain/check-event';
import { toError } from '../../lib/errors';
import { formatCheckDetail } from '../../lib/evidence/check-detail';
import { backoffMs } from '../backoff';
import { Doze } from '../doze';
import type { LaneLog } from '../lane-types';

const POLL_MS = 3_000;
const PRUNE_MS = 600_000;
/** Between two checks while the lane works: opening a segment takes the main thread some milliseconds. */
const BUSY_PAUSE_MS = 50;

export interface SignatureChecksOptions {
	/** Acts as console_worker. */
	readonly sql: SqlClient;
	readonly keys: CheckKeys;
	/** Whether the writer lane has work. */
	readonly isBusy: () => boolean;
	readonly log: LaneLog;
	/** How often to look without being told; for tests that show that being told is enough. */
	readonly pollMs?: number;
}

/** Answers the checks of signatures people ask for, one at a time. Several workers share them. */
export class SignatureChecks {
	private readonly doze = new Doze();
	private readonly writer: OneConnection;
	private failures = 0;
	private prunedAt = Number.NEGATIVE_INFINITY;

	constructor(private readonly options: SignatureChecksOptions) {
		this.writer = new OneConnection(options.sql);
	}

	/** Works until `stop`. Resolves when the check at hand is answered or given back. */
	async run(): Promise<void> {
		const { sql, log, isBusy, pollMs = POLL_MS } = this.options;
		listenForChecks(sql, () => this.doze.tell()).catch((error: unknown) => {
			log.warn({ reason: toError(error).message }, 'could not listen for signature checks; looking for them every few seconds');
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
				if (++this.failures === 1) log.warn({ reason: toError(error).message }, 'signature checks wait: Postgres does not take them');
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
		await pruneChecks(this.options.sql);
		this.prunedAt = performance.now();
	}

	/** Answers the oldest open check. @returns whether there was one */
	private async turn(): Promise<boolean> {
		let isAnswered = false;
		await this.writer.transaction(async (pg) => {
			await pg()`begin`;
			const open = await takeCheck(pg());
			if (open !== null) {
				const { state, parts } = await this.judged(pg, open);
				await answerCheck(pg(), open.checkNo, state, formatCheckDetail(parts));
				isAnswered = true;
			}
			await pg()`commit`;
		});
		return isAnswered;
	}

	/** What ails one event, such as a page of the table that cannot be read, is its answer and holds up no other check. */
	private async judged(pg: () => Statements, { zoneNo, seq }: OpenCheck): Promise<EventCheck> {
		await pg()`savepoint facts`;
		try {
			const facts = await checkFacts(
				readerOn(() => pg()),
				zoneNo,
				seq,
			);
			if (facts === null) return { state: 'failed', parts: [] };
			const { row, kept, before, isEarlierKept } = facts;
			return checkEvent({ row: { ...row, event: row }, kept, before, isEarlierKept, keys: this.options.keys });
		} catch (error) {
			if (!(error instanceof postgres.PostgresError)) throw error;
			this.options.log.warn({ reason: error.message, zoneNo, seq }, 'an event could not be read for its signature check');
			await pg()`rollback to savepoint facts`;
			return { state: 'failed', parts: [] };
		}
	}
}

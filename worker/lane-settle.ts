import type { SqlClient } from '../db/client';
import { type IngestAlert, insertAlerts } from '../db/ledger/alerts';
import { appendBatch, type Linked } from '../db/ledger/append';
import { isTransient, retriesAtOnce, sqlState, UNDEFINED_TABLE, UNIQUE_VIOLATION } from '../db/ledger/errors';
import type { LockedHeads } from '../db/ledger/heads';
import type { Partitions } from '../db/ledger/partitions';
import type { OneConnection } from '../db/one-connection';
import { toError } from '../lib/errors';
import type { AuthorityKeeper } from './authority/keeper';
import type { LaneBatch } from './lane-batch';
import { findDuplicates } from './lane-duplicates';
import type { Linker } from './lane-link';
import type { Preparer } from './lane-prepare';
import { type EntryOutcome, type LaneLog, type RawEntry, TransientError } from './lane-types';

/** Entries that go into one transaction, and what has become of each so far. */
export interface Unit {
	readonly entries: readonly RawEntry[];
	readonly outcomes: (EntryOutcome | undefined)[];
}

export interface SettlerOptions {
	readonly sql: SqlClient;
	readonly writer: OneConnection;
	readonly preparer: Preparer;
	readonly linker: Linker;
	readonly partitions: Partitions;
	readonly authority: AuthorityKeeper;
	readonly log: LaneLog;
}

/** Tries after a deadlock or a serialization failure, and after a violation whose other side has vanished again. */
const TRIES_MAX = 5;

/** How a failed transaction is answered. */
type Answer = 'again' | 'prepare-again' | 'split' | 'reject';

/**
 * Decides the fate of every entry. What can be said of an entry alone is said while it is prepared:
 *
 * | entry                                                        | outcome                                          |
 * |--------------------------------------------------------------|--------------------------------------------------|
 * | audit stream, no `data`                                      | rejected `missing_data_field`                    |
 * | a key is configured; signature absent, no hex, or wrong      | rejected `hmac_verify_failed`                    |
 * | no event: bad JSON, type, time, missing id or zone, too long | rejected `json_parse_error:<what>`               |
 *
 * The others are written together, and what Postgres says decides:
 *
 * | Postgres                                                     | outcome                                          |
 * |--------------------------------------------------------------|--------------------------------------------------|
 * | committed                                                    | appended                                         |
 * | 23505, the identity is stored with equal content             | duplicate                                        |
 * | 23505, the identity is stored with other content             | alert `content_mismatch_on_replay`, rejected     |
 * |                                                              | `tamper_on_replay`                               |
 * | 23505, the identity is repeated inside the batch             | judged once the first of them is settled         |
 * | 40001 or 40P01                                               | written again at once, TRIES_MAX times           |
 * | the table of a month is missing                              | months made anew, written again                  |
 * | transient (db/ledger/errors.ts) or the connection is lost    | deferred                                         |
 * | permanent, several rows                                      | halved, each half written by itself              |
 * | permanent, one row                                           | rejected `pg_permanent_error:<sqlstate> <what>`  |
 *
 * An entry's identity is (id, occurred_at); for authority streams (stream, outbox_id) as well.
 */
export class Settler {
	constructor(private readonly options: SettlerOptions) {}

	/**
	 * Writes a prepared batch and settles the outcome of every entry of its unit. The batch may be prepared anew on the way.
	 * @throws TransientError for the entries that have no outcome yet
	 */
	async settle(unit: Unit, batch: LaneBatch): Promise<void> {
		const { preparer, linker, log } = this.options;
		const repeated: number[] = [];
		for (let tries = 1; batch.rows > 0; tries++) {
			try {
				await this.append(batch);
				for (let row = 0; row < batch.rows; row++) unit.outcomes[batch.rowEntry[row] ?? 0] = { kind: 'appended' };
				break;
			} catch (error) {
				linker.drop(batch);
				const answer = await this.answer(error, unit, batch, tries, repeated);
				log.warn({ code: sqlState(error), rows: batch.rows, answer }, 'a ledger transaction was rolled back');
				if (answer === 'reject') {
					unit.outcomes[batch.rowEntry[0] ?? 0] = { kind: 'rejected', reason: permanentReason(error) };
					break;
				}
				if (answer === 'split') {
					await this.split(unit, batch);
					break;
				}
				if (answer === 'prepare-again') await preparer.prepare(batch, unit.entries, held(unit.outcomes, repeated));
			}
		}
		if (repeated.length > 0) await this.settleSome(unit, repeated, batch);
	}

	private async append(batch: LaneBatch): Promise<void> {
		const { writer, linker, authority } = this.options;
		if (batch.segment === null) throw new Error('the batch was not prepared');
		const segment = await batch.segment;
		let linked: Linked | null = null;
		let stood: LockedHeads | null = null;
		await appendBatch(writer, {
			zoneNos: batch.zones.map((zone) => zone.state.zoneNo),
			ledger: batch.ledger,
			search: batch.search,
			partitions: [...batch.partitions],
			outside: (partition) => batch.outside(partition),
			segment,
			minutes: batch.minutes,
			hours: batch.hours,
			link: (locked) => {
				stood = locked;
				linked = linker.finish(batch, locked);
				return linked;
			},
			authorityChanges: () => authority.changes(batch, stood),
		}).catch((error: unknown) => {
			authority.forget(batch);
			throw error;
		});
		authority.keep(batch, linked);
	}

	private async answer(error: unknown, unit: Unit, batch: LaneBatch, tries: number, repeated: number[]): Promise<Answer> {
		if (retriesAtOnce(error) && tries < TRIES_MAX) return 'again';
		// before the transient ones: a relation that is missing is one of them
		if (isMissingPartition(error) && tries < TRIES_MAX) {
			this.options.partitions.forget();
			await this.options.partitions.ensureMonthsAhead(Date.now());
			return 'prepare-again';
		}
		if (isTransient(error)) throw transient(error);
		if (sqlState(error) === UNIQUE_VIOLATION) {
			if (await this.markDuplicates(unit, batch, repeated)) return 'prepare-again';
			// the other side was rolled back meanwhile
			if (tries < TRIES_MAX) return 'again';
			throw transient(error);
		}
		return batch.rows > 1 ? 'split' : 'reject';
	}

	/** Settles what is already known to the ledger; false when nothing is. */
	private async markDuplicates(unit: Unit, batch: LaneBatch, repeated: number[]): Promise<boolean> {
		const { sql, preparer, log } = this.options;
		const entries: [number, RawEntry][] = [];
		for (let row = 0; row < batch.rows; row++) {
			const index = batch.rowEntry[row] ?? 0;
			const entry = unit.entries[index];
			if (entry !== undefined) entries.push([index, entry]);
		}
		const findings = await findDuplicates(sql, entries, (entry) => preparer.eventOf(entry));
		const alerts: IngestAlert[] = [];
		for (const finding of findings) if (finding.kind === 'conflict') alerts.push(finding.alert);
		// before the outcome: an entry is dead-lettered only when its alert is durable
		if (alerts.length > 0) {
			await insertAlerts(sql, alerts);
			log.error({ entries: alerts.length }, 'events were replayed with changed content');
		}
		for (const { kind, index } of findings) {
			if (kind === 'stored') unit.outcomes[index] = { kind: 'duplicate' };
			else if (kind === 'conflict') unit.outcomes[index] = { kind: 'rejected', reason: 'tamper_on_replay' };
			else repeated.push(index);
		}
		return findings.length > 0;
	}

	/** Writes the two halves of a batch one after the other, so that only the entry at fault is rejected. */
	private async split(unit: Unit, batch: LaneBatch): Promise<void> {
		const indexes = Array.from(batch.rowEntry.subarray(0, batch.rows));
		const middle = Math.ceil(indexes.length / 2);
		await this.settleSome(unit, indexes.slice(0, middle), batch);
		await this.settleSome(unit, indexes.slice(middle), batch);
	}

	private async settleSome(unit: Unit, indexes: readonly number[], batch: LaneBatch): Promise<void> {
		const entries = indexes.map((index) => unit.entries[index]).filter((entry) => entry !== undefined);
		const part: Unit = { entries, outcomes: entries.map(() => undefined) };
		try {
			await this.options.preparer.prepare(batch, part.entries, part.outcomes);
			await this.settle(part, batch);
		} catch (error) {
			throw transient(error);
		} finally {
			part.outcomes.forEach((outcome, i) => {
				const index = indexes[i];
				if (index !== undefined && outcome !== undefined) unit.outcomes[index] = outcome;
			});
		}
	}
}

/** The outcomes with a stand-in for entries that are to be left out of a batch for now. */
function held(outcomes: (EntryOutcome | undefined)[], indexes: readonly number[]): (EntryOutcome | undefined)[] {
	const copy = [...outcomes];
	for (const index of indexes) copy[index] = { kind: 'duplicate' };
	return copy;
}

function isMissingPartition(error: unknown): boolean {
	return sqlState(error) === UNDEFINED_TABLE && /_y\d{4}m\d{2}"/.test(toError(error).message);
}

function permanentReason(error: unknown): string {
	return `pg_permanent_error:${sqlState(error)} ${toError(error).message}`;
}

/** What is told to the caller, with what Postgres said as its cause. */
export function transient(error: unknown): TransientError {
	return error instanceof TransientError ? error : new TransientError('the database did not take the batch', { cause: toError(error) });
}

import type { ByteSink } from '../../lib/chain/byte-sink';
import { formatMicros } from '../../lib/time';
import { saveChanges, type ZoneChanges } from '../authority/save';
import type { OneConnection, Statements } from '../one-connection';
import { textArrayText } from './arrays';
import { type Cut, copyChunks, mergeCuts } from './copy-chunks';
import { copyIn } from './copy-in';
import { beginUnderHeads, type ChainAdvance, type LockedHeads, moveHeads } from './heads';
import { ledgerCopy } from './ledger-row';
import { partitionName } from './partitions';
import { insertReceipts, type OutboxReceipt } from './receipts';
import { addHours, addMinutes, type RollupCell } from './rollups';
import { searchCopy } from './search-row';
import type { SealedSegment } from './segment';

/** Channel told of every commit: one JSON `{"zone_id","chain_seq"}` per zone, the position the zone has reached. */
export const COMMIT_CHANNEL = 'audit_committed';

/** Microseconds from 1970 to 2000. */
const POSTGRES_EPOCH_MICROS = 946_684_800_000_000n;

/** A batch as it goes to Postgres. Its rows are final once `link` has run. */
export interface LedgerBatch {
	readonly zoneNos: readonly number[];
	readonly ledger: ByteSink;
	readonly search: ByteSink;
	/** Where the rows belong, as partitionOfMinute says; nearly always one. */
	readonly partitions: readonly number[];
	readonly segment: SealedSegment;
	readonly minutes: readonly RollupCell[];
	readonly hours: readonly RollupCell[];
	/** Writes positions, links and times into the rows, from the heads as they are under the lock. */
	link(locked: LockedHeads): Linked;
	/** What the batch changes of the authority projection, once it is linked: found while its rows are copied, so on another connection. */
	authorityChanges(): Promise<readonly ZoneChanges[]>;
	/** The spans of `ledger` and `search` whose rows belong into other partitions. */
	outside(partition: number): { readonly ledger: readonly Cut[]; readonly search: readonly Cut[] };
}

export interface Linked {
	/** Spans of `ledger` to leave out. */
	readonly cuts: readonly Cut[];
	readonly advances: readonly (ChainAdvance & { readonly zoneId: string })[];
	readonly receipts: readonly OutboxReceipt[];
}

/**
 * Appends a batch in one transaction, in stages of statements: lock the heads; ledger rows; search rows; changes of the authority
 * projection, segment, rollups, receipts, heads, notifications and the commit. Whatever instant it ends at, all of the batch is in
 * Postgres or nothing.
 */
export function appendBatch(writer: OneConnection, batch: LedgerBatch): Promise<void> {
	return writer.transaction(async (pg) => {
		const locked = await beginUnderHeads(pg(), batch.zoneNos);
		const linked = batch.link(locked);
		// both to their ends, whichever fails: a COPY that goes on would meet the rollback, and its rows be kept without it
		const [changes, copied] = await Promise.allSettled([batch.authorityChanges(), copyRows(pg, batch, linked)]);
		if (copied.status === 'rejected') throw copied.reason;
		if (changes.status === 'rejected') throw changes.reason;
		await Promise.all([...saveChanges(pg(), changes.value), ...closing(pg(), batch, locked, linked)]);
	});
}

async function copyRows(pg: () => Statements, batch: LedgerBatch, linked: Linked): Promise<void> {
	for (const partition of batch.partitions) {
		const outside = batch.outside(partition);
		const cuts = mergeCuts(outside.ledger, linked.cuts);
		await copyIn(pg(), ledgerCopy(partitionName('ledger_events', partition)), copyChunks(batch.ledger, cuts));
		await copyIn(pg(), searchCopy(partitionName('search_events', partition)), copyChunks(batch.search, outside.search));
	}
}

/** The last statements. A failed one turns the commit behind it into a rollback. */
function closing(pg: Statements, batch: LedgerBatch, locked: LockedHeads, linked: Linked): Promise<unknown>[] {
	const { segment } = batch;
	const sealedAt = formatMicros(BigInt(locked.nowMicros) + POSTGRES_EPOCH_MICROS);
	const notes = linked.advances.map((advance) => JSON.stringify({ zone_id: advance.zoneId, chain_seq: advance.chainSeq }));
	return [
		pg`
			insert into segments (segment_no, sealed_at, event_count, raw_bytes, codec, payload)
			values (${locked.segmentNo}, ${sealedAt}::text::timestamptz, ${segment.eventCount}, ${segment.rawBytes}, ${segment.codec}, ${segment.payload})`,
		addMinutes(pg, batch.minutes),
		addHours(pg, batch.hours),
		...(linked.receipts.length === 0 ? [] : [insertReceipts(pg, linked.receipts)]),
		moveHeads(pg, linked.advances),
		pg`select pg_notify(${COMMIT_CHANNEL}, note) from unnest(${textArrayText(notes)}::text[]) as n(note)`,
		pg`commit`,
	];
}

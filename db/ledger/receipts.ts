import type { Statements } from '../one-connection';
import { arrayText, textArrayText } from './arrays';

/** An outbox entry that is in the ledger: a redelivery comes under a new entry id and is recognised by its outbox_id. */
export interface OutboxReceipt {
	readonly streamNo: number;
	readonly outboxId: string;
	readonly zoneNo: number;
	readonly chainSeq: number;
	/** Microseconds since 1970. */
	readonly occurredAt: bigint;
}

/** Fails with a unique violation when one of them is known. */
export function insertReceipts(pg: Statements, receipts: readonly OutboxReceipt[]): Promise<unknown> {
	return pg`
		insert into outbox_receipts (stream_no, outbox_id, zone_no, chain_seq, occurred_at)
		select s, o, z, c, timestamptz 'epoch' + (t / 1000000) * interval '1 second' + (t % 1000000) * interval '1 microsecond'
		from unnest(${arrayText(receipts.map((receipt) => receipt.streamNo))}::smallint[], ${textArrayText(receipts.map((receipt) => receipt.outboxId))}::text[],
			${arrayText(receipts.map((receipt) => receipt.zoneNo))}::int[], ${arrayText(receipts.map((receipt) => receipt.chainSeq))}::bigint[],
			${`{${receipts.map((receipt) => receipt.occurredAt).join(',')}}`}::bigint[]) as r(s, o, z, c, t)`;
}

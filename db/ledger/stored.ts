import type { SqlClient } from '../client';
import { textArrayText } from './arrays';

/** What the ledger holds of an event, enough to tell a redelivery from a changed replay. */
export interface StoredEvent {
	/** Content hash; null when the row is gone (its month was dropped) and only the receipt is left. */
	readonly content: Buffer | null;
	/** Microseconds since 1970. */
	readonly occurredAt: bigint;
}

/** An exact instant of a bigint of microseconds `t`: a product with an interval goes through a double. */
const INSTANT = `timestamptz 'epoch' + (t / 1000000) * interval '1 second' + (t % 1000000) * interval '1 microsecond'`;

function instants(micros: readonly bigint[]): string {
	return `{${micros.join(',')}}`;
}

/** Looks up events by id and time; the answer has a place for each asked, undefined where the ledger has none. */
export async function storedEvents(
	sql: SqlClient,
	keys: readonly { readonly id: string; readonly occurredAt: bigint }[],
): Promise<(StoredEvent | undefined)[]> {
	const found = new Array<StoredEvent | undefined>(keys.length).fill(undefined);
	const rows = await sql<{ place: string; content: Buffer }[]>`
		select w.place, e.content_sha256 as content
		from unnest(${textArrayText(keys.map((key) => key.id))}::text[], ${instants(keys.map((key) => key.occurredAt))}::bigint[])
			with ordinality as w(id, t, place)
		cross join lateral (select content_sha256 from ledger_events where id = w.id and occurred_at = ${sql.unsafe(INSTANT)}) e`;
	for (const row of rows) {
		const i = Number(row.place) - 1;
		const key = keys[i];
		if (key !== undefined) found[i] = { content: row.content, occurredAt: key.occurredAt };
	}
	return found;
}

/** Looks up outbox entries by stream and outbox_id; places as above. */
export async function storedReceipts(
	sql: SqlClient,
	keys: readonly { readonly streamNo: number; readonly outboxId: string }[],
): Promise<(StoredEvent | undefined)[]> {
	const found = new Array<StoredEvent | undefined>(keys.length).fill(undefined);
	const rows = await sql<{ place: string; micros: string; content: Buffer | null }[]>`
		select w.place, (extract(epoch from r.occurred_at) * 1000000)::bigint as micros, e.content_sha256 as content
		from unnest(${`{${keys.map((key) => key.streamNo).join(',')}}`}::smallint[], ${textArrayText(keys.map((key) => key.outboxId))}::text[])
			with ordinality as w(stream_no, outbox_id, place)
		join outbox_receipts r on r.outbox_id = w.outbox_id and r.stream_no = w.stream_no
		left join ledger_events e on e.zone_no = r.zone_no and e.chain_seq = r.chain_seq and e.occurred_at = r.occurred_at`;
	for (const row of rows) found[Number(row.place) - 1] = { content: row.content, occurredAt: BigInt(row.micros) };
	return found;
}

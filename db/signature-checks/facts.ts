import { sql } from 'drizzle-orm';
import type { KeptEntry } from '../../lib/chain/kept-content';
import { readSegment } from '../ledger/segment';
import { eventAt, type LedgerEventRow } from '../queries/event-one';
import { type Reader, rowsOf } from '../queries/reader';
import { segmentEntryOf } from '../queries/segment-entry';

/** What the database holds of an event and its neighbourhood. */
export interface CheckFacts {
	readonly row: LedgerEventRow;
	readonly kept: KeptEntry | 'absent' | 'damaged';
	readonly before: string | null;
	readonly isEarlierKept: boolean;
}

/** Reads what a check needs; null when no event stands at the place. The reader acts as the worker, which sees segments. */
export async function checkFacts(reader: Reader, zoneNo: number, seq: number): Promise<CheckFacts | null> {
	const row = await eventAt(reader, zoneNo, seq);
	if (row === null) return null;
	const [neighbour] = await rowsOf<{ before: string | null; is_earlier_kept: boolean }>(
		reader,
		sql`select (select encode(content_sha256, 'hex') from ledger_events where zone_no = ${zoneNo}::integer and chain_seq = ${seq}::bigint - 1)
				as before,
			exists (select from ledger_events where zone_no = ${zoneNo}::integer and chain_seq < ${seq}::bigint) as is_earlier_kept`,
	);
	return { row, kept: await keptEntry(reader, row), before: neighbour?.before ?? null, isEarlierKept: neighbour?.is_earlier_kept ?? false };
}

async function keptEntry(reader: Reader, row: LedgerEventRow): Promise<CheckFacts['kept']> {
	const [segment] = await rowsOf<{ codec: number; raw_bytes: number; payload: Buffer }>(
		reader,
		sql`select s.codec, s.raw_bytes, s.payload from ledger_events e
			join segments s on s.segment_no = e.segment_no and s.sealed_at = e.ingested_at
			where e.zone_no = ${row.zoneNo}::integer and e.chain_seq = ${row.seq}::bigint`,
	);
	if (segment === undefined) return 'absent';
	let entries: ReturnType<typeof readSegment>;
	try {
		entries = readSegment({ codec: segment.codec, rawBytes: segment.raw_bytes, payload: segment.payload });
	} catch {
		// whatever it says, a segment that does not open is the finding
		return 'damaged';
	}
	return segmentEntryOf(entries, row) ?? 'damaged';
}

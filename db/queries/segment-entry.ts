import { sql } from 'drizzle-orm';
import { readSegment } from '../ledger/segment';
import type { SegmentEntry } from '../ledger/segment-bytes';
import type { LedgerEventRow } from './event-one';
import { type Reader, rowsOf } from './reader';

/** The entry of a segment that the ledger says an event was made of, or null when it is not there. */
export function segmentEntryOf(entries: readonly SegmentEntry[], event: LedgerEventRow): SegmentEntry | null {
	const entry = entries[event.segmentIndex];
	return entry === undefined || entry.entryId !== `${event.entryMs}-${event.entrySeq}` ? null : entry;
}

/**
 * The stream entry an event was made of, from its sealed segment, or null when the segment is not there.
 * @throws when the segment is damaged, or does not hold the entry the ledger says it holds
 */
export async function segmentEntry(reader: Reader, event: LedgerEventRow): Promise<SegmentEntry | null> {
	const [row] = await rowsOf<{ codec: number; raw_bytes: number; payload: Buffer }>(
		reader,
		sql`select codec, raw_bytes, payload from event_segment(${event.zoneNo}::integer, ${event.seq}::bigint)`,
	);
	if (row === undefined) return null;
	const entry = segmentEntryOf(readSegment({ codec: row.codec, rawBytes: row.raw_bytes, payload: row.payload }), event);
	if (entry === null)
		throw new Error(`segment ${event.segmentNo} does not hold entry ${event.entryMs}-${event.entrySeq} at ${event.segmentIndex}`);
	return entry;
}

import { segmentKey, segmentsOf } from '../../db/integrity/deep-facts';
import { readRowsAt } from '../../db/integrity/sweep-rows';
import { readSegment } from '../../db/ledger/segment';
import type { SegmentEntry } from '../../db/ledger/segment-bytes';
import type { Statements } from '../../db/one-connection';
import type { BundleEvent, KeptBytes } from '../../lib/bundle/entries';
import { STREAM_NO } from '../../lib/streams/names';
import { formatMicros } from '../../lib/time';
import { type DeepRow, deepRow } from '../integrity/sweeps/deep';

/** Events read at once, each in the worst case of a segment of its own. */
const READ_EVENTS = 250;
const MICROS_1970_TO_2000 = 946_684_800_000_000n;

/** Of a segment's bytes, which are let go, a copy of one entry. */
function copyOf({ stream, entryId, fields }: SegmentEntry): KeptBytes {
	return { stream, entryId, fields: fields.map((field) => Uint8Array.from(field)) };
}

/** The entries of a segment; none when it does not open: whatever it says, there are no bytes to be had of it, and sweeps name it. */
function opened(segment: Parameters<typeof readSegment>[0]): SegmentEntry[] {
	try {
		return readSegment(segment);
	} catch {
		return [];
	}
}

/** The signed bytes of rows, by place, as far as they are kept. One segment is open at a time. */
async function keptOf(pg: Statements, rows: readonly DeepRow[]): Promise<Map<number, KeptBytes>> {
	const segments = await segmentsOf(pg, rows);
	const bySegment = new Map<string, DeepRow[]>();
	for (const row of rows) {
		const of = bySegment.get(segmentKey(row));
		if (of === undefined) bySegment.set(segmentKey(row), [row]);
		else of.push(row);
	}
	const kept = new Map<number, KeptBytes>();
	for (const [key, of] of bySegment) {
		const segment = segments.get(key);
		const entries = segment === undefined ? [] : opened(segment);
		for (const row of of) {
			const entry = entries[row.segmentIndex];
			if (entry?.entryId === row.entryId && STREAM_NO[entry.stream] === row.streamNo) kept.set(row.seq, copyOf(entry));
		}
	}
	return kept;
}

/** Reads events of a zone with their sealed bytes, some at a time. */
export async function* eventsAt(
	pg: () => Statements,
	zone: { readonly zoneNo: number; readonly zoneId: string },
	seqs: readonly number[],
	onEvent: (event: BundleEvent, ingestedAt: bigint) => void,
): AsyncGenerator<BundleEvent> {
	for (let at = 0; at < seqs.length; at += READ_EVENTS) {
		const rows: DeepRow[] = [];
		await readRowsAt(pg(), zone.zoneNo, seqs.slice(at, at + READ_EVENTS), (row) => rows.push(deepRow(row, zone.zoneId)));
		const kept = await keptOf(pg(), rows);
		for (const row of rows) {
			const ingestedAt = row.ingestedAt + MICROS_1970_TO_2000;
			const { seq, event, contentSha256, prevContentSha256, chainHmac } = row;
			const hashes = { contentSha256, prevContentSha256, chainHmac };
			const told = { type: 'event', seq, event, ...hashes, ingestedAt: formatMicros(ingestedAt), kept: kept.get(seq) ?? null } as const;
			onEvent(told, ingestedAt);
			yield told;
		}
	}
}

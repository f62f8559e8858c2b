import { projectedOf, segmentKey, segmentsOf } from '../../../db/integrity/deep-facts';
import { COLUMN, type RowBytes } from '../../../db/integrity/row-bytes';
import { readSegment } from '../../../db/ledger/segment';
import type { SegmentEntry } from '../../../db/ledger/segment-bytes';
import type { Statements } from '../../../db/one-connection';
import { type CheckKeys, checkEvent } from '../../../lib/chain/check-event';
import type { AuditEvent } from '../../../lib/events/contract';
import { projectEvent } from '../../../lib/events/project';
import { keyOf, termOf } from '../../../lib/events/terms';
import { STREAM_NO } from '../../../lib/streams/names';
import type { FoundThings } from './row-checker';

const MICROS_1970_TO_2000 = 946_684_800_000_000n;

/** A row with what a deep check needs, kept until its piece is read. */
export interface DeepRow {
	readonly seq: number;
	readonly event: AuditEvent;
	readonly segmentNo: number;
	/** Microseconds since 2000. */
	readonly ingestedAt: bigint;
	readonly segmentIndex: number;
	readonly entryId: string;
	readonly streamNo: number;
	readonly contentSha256: string;
	readonly prevContentSha256: string | null;
	readonly chainHmac: string | null;
	readonly ingestSignature: string | null;
}

const hexOrNull = (row: RowBytes, column: number) => (row.isNull(column) ? null : row.hex(column));
const textOrNull = (row: RowBytes, column: number) => (row.isNull(column) ? null : row.text(column));

/** Takes out of a row what `checkDeep` needs. */
export function deepRow(row: RowBytes, zoneId: string): DeepRow {
	const { id, eventType, metadata } = COLUMN;
	return {
		seq: row.number(COLUMN.chainSeq),
		event: {
			id: row.text(id),
			zoneId,
			eventType: row.text(eventType),
			requestId: row.text(eventType + 1),
			decision: row.text(eventType + 2),
			policySetId: row.text(eventType + 3),
			policySetVersionId: row.text(eventType + 4),
			manifestSha: row.text(eventType + 5),
			evaluationStatus: row.text(eventType + 6),
			determiningPoliciesText: textOrNull(row, metadata - 2),
			diagnosticsText: textOrNull(row, metadata - 1),
			metadataText: textOrNull(row, metadata),
			occurredAt: row.bigint(COLUMN.occurredAt) + MICROS_1970_TO_2000,
		},
		segmentNo: row.number(COLUMN.segmentNo),
		ingestedAt: row.bigint(COLUMN.ingestedAt),
		segmentIndex: row.int32(COLUMN.segmentIndex),
		entryId: `${row.number(COLUMN.entryMs)}-${row.int32(COLUMN.entrySeq)}`,
		streamNo: row.int16(COLUMN.streamNo),
		contentSha256: row.hex(COLUMN.content),
		prevContentSha256: hexOrNull(row, COLUMN.prev),
		chainHmac: hexOrNull(row, COLUMN.hmac),
		ingestSignature: hexOrNull(row, COLUMN.signature),
	};
}

/** Entries of a segment, or `damaged`. */
function entriesOf(segment: { codec: number; rawBytes: number; payload: Buffer }): SegmentEntry[] | 'damaged' {
	try {
		return readSegment(segment);
	} catch {
		// whatever it says, a segment that does not open is the finding
		return 'damaged';
	}
}

function checkSealed(row: DeepRow, entries: SegmentEntry[] | 'damaged', keys: CheckKeys, found: FoundThings): boolean {
	const place = { eventId: row.event.id, seq: row.seq, lastSeq: row.seq };
	if (entries === 'damaged') {
		found.add({ ...place, kind: 'segment_missing', expected: null, found: null, words: `segment ${row.segmentNo} is damaged` });
		return false;
	}
	const entry = entries[row.segmentIndex];
	if (entry === undefined || entry.entryId !== row.entryId || STREAM_NO[entry.stream] !== row.streamNo) {
		const seen = entry === undefined ? null : `${entry.stream} ${entry.entryId}`;
		found.add({
			...place,
			kind: 'content_mismatch',
			expected: seen,
			found: `${row.streamNo} ${row.entryId}`,
			words: 'sealed entry against the columns that name it',
		});
		return false;
	}
	// links and chain HMACs are the row checker's
	const { parts } = checkEvent({ row, kept: entry, before: row.prevContentSha256, isEarlierKept: true, keys: { ...keys } });
	for (const { part, state, words, expected, found: seen } of parts) {
		if (state !== 'fails') continue;
		if (part === 'signature') found.add({ ...place, kind: 'signature_mismatch', expected, found: seen, words });
		if (part === 'content') found.add({ ...place, kind: 'content_mismatch', expected, found: seen, words });
	}
	return true;
}

/** Values the projection must hold of an event, in the order of `searchValues`. */
function projected(event: AuditEvent): (string | null)[] {
	const p = projectEvent(event);
	const term = (value: string | null) => (value === null ? null : termOf(value));
	const labels = [...new Set(p.labels.map(termOf))];
	return [
		event.requestId === '' ? null : keyOf(event.requestId).toString(),
		...[p.eventType, p.decision, p.reason, p.application, p.resource, p.policyVersion, p.host].map(term),
		p.latencyMs === null ? null : String(p.latencyMs),
		labels.length === 0 ? null : JSON.stringify(labels),
	];
}

/**
 * Holds rows against the signed bytes they were made of, and the search projection against the rows.
 * @returns signatures checked
 */
export async function checkDeep(
	pg: () => Statements,
	zoneNo: number,
	rows: readonly DeepRow[],
	keys: CheckKeys,
	found: FoundThings,
): Promise<number> {
	if (rows.length === 0) return 0;
	const [segments, search] = await Promise.all([segmentsOf(pg(), rows), projectedOf(pg(), zoneNo, rows)]);
	const opened = new Map<string, SegmentEntry[] | 'damaged'>();
	let signatures = 0;
	for (const row of rows) {
		const key = segmentKey(row);
		const segment = segments.get(key);
		// that it is missing, every sweep finds
		if (segment !== undefined) {
			let entries = opened.get(key);
			if (entries === undefined) {
				entries = entriesOf(segment);
				opened.set(key, entries);
			}
			if (checkSealed(row, entries, keys, found)) signatures++;
		}
		const expected = projected(row.event);
		const seen = search.get(row.seq) ?? null;
		if (seen !== null && JSON.stringify(seen) !== JSON.stringify(expected))
			found.add({
				kind: 'projection_mismatch',
				eventId: row.event.id,
				seq: row.seq,
				lastSeq: row.seq,
				expected: JSON.stringify(expected).slice(0, 1000),
				found: JSON.stringify(seen).slice(0, 1000),
				words: 'row of the projection',
			});
	}
	return signatures;
}

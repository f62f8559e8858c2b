import 'server-only';
import type { LedgerEventRow } from '../../../db/queries/event-one';
import { tilesOf } from '../../../db/queries/integrity/checkpoints';
import type { Reader } from '../../../db/queries/reader';
import type { PlaceNear } from '../../api/integrity';
import { contentSha256 } from '../../chain/content-hash';
import { nodePrimitives } from '../../chain/node-primitives';
import { redactText } from '../../evidence/redact';
import { HASH_BYTES, TreeHasher } from '../../merkle/hash';
import { TILE_WIDTH } from '../../merkle/tiles';
import { fromHex, toHex } from '../../primitives/text';
import { formatMicros } from '../../time';

const hasher = new TreeHasher(nodePrimitives);
const stateOf = (holds: boolean) => (holds ? 'holds' : 'fails');

/** The leaf the tree has at a place, in hex; null when it does not reach so far, or its tile is gone. */
async function leafAt(reader: Reader, zoneNo: number, seq: number): Promise<string | null> {
	const from = (seq - 1) % TILE_WIDTH;
	const wanted = [{ level: 0, index: Math.floor((seq - 1) / TILE_WIDTH), width: from + 1 }];
	try {
		const [hashes] = await tilesOf(reader, zoneNo).readTiles(wanted);
		return hashes === undefined ? null : toHex(hashes.subarray(from * HASH_BYTES, (from + 1) * HASH_BYTES));
	} catch (error) {
		if (error instanceof RangeError) return null;
		throw error;
	}
}

function linkOf(row: LedgerEventRow, before: LedgerEventRow | undefined): PlaceNear['link'] {
	if (row.seq === 1) return stateOf(row.prevContentSha256 === null);
	return before === undefined ? 'unknown' : stateOf(row.prevContentSha256 === before.contentSha256);
}

/**
 * What row, predecessor and tree say of a place. Hashes alone, which need no key.
 * @param rowOf the rows that are there, by their places
 */
export async function nearPlace(
	reader: Reader,
	zoneNo: number,
	seq: number,
	rowOf: ReadonlyMap<number, LedgerEventRow>,
	isSubject: boolean,
): Promise<PlaceNear> {
	const row = rowOf.get(seq);
	if (row === undefined) return { seq, isSubject, event: null, content: 'unknown', link: 'unknown', tree: 'unknown' };
	const leaf = await leafAt(reader, zoneNo, seq);
	const own = fromHex(row.contentSha256);
	return {
		seq,
		isSubject,
		event: {
			id: redactText(row.id),
			type: redactText(row.eventType),
			decision: redactText(row.decision),
			occurredAt: formatMicros(row.occurredAt),
			ingestedAt: formatMicros(row.ingestedAt),
			contentSha256: row.contentSha256,
			prevContentSha256: row.prevContentSha256,
		},
		content: stateOf(contentSha256(row).toString('hex') === row.contentSha256),
		link: linkOf(row, rowOf.get(seq - 1)),
		tree: leaf === null || own === null ? 'unknown' : stateOf(toHex(hasher.leaf(own)) === leaf),
	};
}

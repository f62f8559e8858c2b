import 'server-only';
import { eventAt, type LedgerEventRow, placesOfEventId } from '../../../db/queries/event-one';
import { checkpointOver } from '../../../db/queries/integrity/checkpoints';
import { type FindingRow, findingOf } from '../../../db/queries/integrity/findings';
import { type Reader, readSnapshot } from '../../../db/queries/reader';
import type { FindingContext } from '../../api/integrity';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { readDatabase } from '../database';
import { zoneOf } from '../events/get';
import { readZones } from '../evidence';
import { recordEventOpened } from '../record-reads';
import { goneZonesOf } from './gone-zones';
import { nearPlace } from './near-place';
import { sealedBeside } from './sealed-beside';
import { checkpointShape, findingShape } from './shape';

/** Events shown before a finding's place, and after it. */
const AROUND = 2;

/** The places shown, and where the rows of each are expected to be read from. */
async function placesOf(reader: Reader, zoneNo: number, finding: FindingRow): Promise<{ first: number; last: number } | null> {
	if (finding.seq !== null) return { first: finding.seq, last: finding.lastSeq ?? finding.seq };
	if (finding.eventId === '') return null;
	const [place] = await placesOfEventId(reader, [zoneNo], finding.eventId, 1);
	return place === undefined ? null : { first: place.seq, last: place.seq };
}

async function readContext(reader: Reader, zoneNo: number, finding: FindingRow) {
	const range = await placesOf(reader, zoneNo, finding);
	if (range === null) return { places: [], subject: null, sealed: null, checkpoint: null };
	const { first, last } = range;
	const around = Array.from({ length: AROUND }, (_, i) => [first - AROUND + i, last + 1 + i]).flat();
	const seqs = [...new Set([...around, first, last])].filter((seq) => seq >= 1).sort((a, b) => a - b);
	// one more before the first, to see what it links to
	const rows = await Promise.all([...seqs, (seqs[0] ?? 1) - 1].map((seq) => (seq < 1 ? null : eventAt(reader, zoneNo, seq))));
	const rowOf = new Map<number, LedgerEventRow>();
	for (const row of rows) if (row !== null) rowOf.set(row.seq, row);
	const isSubject = (seq: number) => seq >= first && seq <= last;
	const subject =
		seqs
			.filter(isSubject)
			.map((seq) => rowOf.get(seq))
			.find((row) => row !== undefined) ?? null;
	const [places, sealed, checkpoint] = await Promise.all([
		Promise.all(seqs.map((seq) => nearPlace(reader, zoneNo, seq, rowOf, isSubject(seq)))),
		subject === null ? null : sealedBeside(reader, subject),
		checkpointOver(reader, zoneNo, first),
	]);
	// places behind the end of the ledger that nothing is missing at are no places
	return { places: places.filter(({ event, isSubject, seq }) => event !== null || isSubject || seq < last), subject, sealed, checkpoint };
}

/**
 * A finding among the events around it, beside what their sealed bytes and the signed tree say.
 * @throws AppError forbidden, not_found
 */
export async function getFinding({ ctx, zoneId, finding }: { ctx: Context; zoneId: string; finding: string }): Promise<FindingContext> {
	const missing = () => new AppError('not_found', `The zone has no finding ${finding}.`, 'Look it up in the list of findings.');
	if ((await goneZonesOf(ctx)).includes(zoneId)) {
		const row = await readSnapshot(readDatabase(), 'all', (reader) => findingOf(reader, zoneId, finding));
		if (row === null) throw missing();
		return { finding: findingShape(row), places: [], sealed: null, checkpoint: null };
	}
	const zone = await zoneOf(ctx, zoneId);
	const { row, places, subject, sealed, checkpoint } = await readZones([zone], async (reader) => {
		const row = await findingOf(reader, zoneId, finding);
		if (row === null) throw missing();
		return { row, ...(await readContext(reader, zone.zoneNo, row)) };
	});
	if (subject !== null) await recordEventOpened(ctx, subject, 'event');
	return { finding: findingShape(row), places, sealed, checkpoint: checkpoint === null ? null : checkpointShape(checkpoint) };
}

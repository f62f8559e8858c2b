import 'server-only';
import { newestSweeps } from '../../../db/queries/integrity/sweeps';
import { anchorRows, brokenPlaces, checkpointKeyRows, zoneAnchorRows, zoneIntegrityRows } from '../../../db/queries/integrity/zones';
import type { Integrity } from '../../api/integrity';
import { stripOf } from '../../evidence/strip';
import { formatMicros } from '../../time';
import type { Context } from '../access';
import { readVisible } from '../evidence';
import { goneZonesOf } from './gone-zones';
import { sweepShape } from './shape';

/** Places of open findings looked at per zone. */
const PLACES_MAX = 1000;

const at = (micros: bigint | null) => (micros === null ? null : formatMicros(micros));

/** What can be said of the integrity of each zone the asker may see, on one snapshot. */
export async function readIntegrity({ ctx }: { ctx: Context }): Promise<Integrity> {
	const gone = await goneZonesOf(ctx);
	return readVisible(ctx, async (reader, zones) => {
		const zoneNos = zones.map(({ zoneNo }) => zoneNo);
		const [rows, reached, anchors, broken, sweeps, keys] = await Promise.all([
			zoneIntegrityRows(reader, zoneNos),
			zoneAnchorRows(reader, zoneNos),
			anchorRows(reader),
			brokenPlaces(reader, zoneNos, PLACES_MAX),
			newestSweeps(reader, zoneNos),
			checkpointKeyRows(reader),
		]);
		const idOf = new Map(zones.map(({ zoneNo, zoneId }) => [zoneNo, zoneId]));
		return {
			gone,
			keys: keys.map(({ from, until, ...key }) => ({ ...key, from: formatMicros(from), until: at(until) })),
			anchors: anchors.map(({ seenAt, ...anchor }) => ({ ...anchor, seenAt: formatMicros(seenAt) })),
			zones: rows.map((row) => {
				const zone = idOf.get(row.zoneNo) ?? '';
				const own = reached.filter(({ zoneNo }) => zoneNo === row.zoneNo);
				const sweep = sweeps.find(({ zoneNo }) => zoneNo === row.zoneNo);
				const places = broken.filter(({ zoneNo }) => zoneNo === row.zoneNo);
				return {
					zone,
					seq: row.seq,
					verifiedSeq: row.verifiedSeq,
					verifiedAt: at(row.verifiedAt),
					wholeAt: at(row.wholeAt),
					deepAt: at(row.deepAt),
					checkpoint: row.checkpointAt === null ? null : { size: row.checkpointSize, signedAt: formatMicros(row.checkpointAt) },
					oldestUnverifiedAt: at(row.oldestUnverifiedAt),
					oldestUnanchoredAt: at(row.oldestUnanchoredAt),
					anchors: own.map(({ zoneNo: _, deliveredAt, ...state }) => ({ ...state, deliveredAt: at(deliveredAt) })),
					openFindings: row.openFindings,
					strip: stripOf(row.seq, row.verifiedSeq, own, places),
					sweep: sweep === undefined ? null : sweepShape(sweep, zone),
				};
			}),
		};
	});
}

import 'server-only';
import { headsOf } from '../../../db/queries/zones';
import type { ZoneList } from '../../api/audit';
import { formatMicros } from '../../time';
import type { Context } from '../access';
import { readVisible } from '../evidence';

/** The zones the asker may read, and how far their chains reach. */
export async function listZoneHeads({ ctx }: { ctx: Context }): Promise<ZoneList> {
	return readVisible(ctx, async (reader, zones) => {
		const heads = await headsOf(
			reader,
			zones.map((zone) => zone.zoneNo),
		);
		const headOf = new Map(heads.map((head) => [head.zoneNo, head]));
		return {
			items: zones.map(({ zoneNo, zoneId }) => {
				const head = headOf.get(zoneNo);
				return {
					zone_id: zoneId,
					events: head?.events ?? 0,
					head_seq: head?.seq ?? 0,
					newest_at: head === undefined ? null : formatMicros(head.updatedAt),
				};
			}),
		};
	});
}

import 'server-only';
import { valuesOf } from '../../../db/queries/terms';
import { zoneScope } from '../access';
import type { Context } from '../context';
import { readDatabase } from '../database';
import { visibleZones } from '../zones';

/** Types offered at most: it is an open set that producers fill. */
const TYPES_MAX = 200;

/** Every event type the asker's zones have ever had, those without words included. */
export async function seenTypes({ ctx }: { ctx: Context }): Promise<string[]> {
	zoneScope(ctx.actor);
	const zones = await visibleZones(ctx);
	return valuesOf(
		readDatabase(),
		zones.map((zone) => zone.zoneNo),
		'eventType',
		TYPES_MAX,
	);
}

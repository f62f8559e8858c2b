import 'server-only';
import { goneZones } from '../../../db/queries/integrity/findings';
import { readSnapshot } from '../../../db/queries/reader';
import { type Context, includesZone } from '../access';
import { readDatabase } from '../database';

/** Zones of the asker's that are gone with all that names them. */
export async function goneZonesOf(ctx: Context): Promise<string[]> {
	const gone = await readSnapshot(readDatabase(), 'all', goneZones);
	return gone.filter((zoneId) => includesZone(ctx.scope, zoneId));
}

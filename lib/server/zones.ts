import 'server-only';
import { listZones, type ZoneRow } from '../../db/queries/zones';
import { type Context, foreignZone, includesZone } from './access';
import { readDatabase } from './database';

/** The zones of the ledger the asker may do this in, by id. */
export async function visibleZones(ctx: Context): Promise<ZoneRow[]> {
	const zones = await listZones(readDatabase());
	return zones.filter((zone) => includesZone(ctx.scope, zone.zoneId));
}

/**
 * The zones a question is about: those asked for, or, when none is named, all the asker may see.
 * @throws AppError forbidden for a zone that does not exist or is not theirs: it does not say which
 */
export async function askedZones(ctx: Context, asked: readonly string[]): Promise<ZoneRow[]> {
	const zones = await visibleZones(ctx);
	if (asked.length === 0) return zones;
	const missing = asked.find((zoneId) => !zones.some((zone) => zone.zoneId === zoneId));
	if (missing !== undefined) throw foreignZone(missing);
	return zones.filter((zone) => asked.includes(zone.zoneId));
}

import 'server-only';
import { type Plans, type Reader, type ReadLimits, readSnapshot } from '../../db/queries/reader';
import type { ZoneRow } from '../../db/queries/zones';
import type { Context } from './access';
import { readDatabase } from './database';
import { visibleZones } from './zones';

/** Reads evidence of these zones, which the asker must have been found to see (`askedZones`), and of no others. */
export function readZones<T>(
	zones: readonly ZoneRow[],
	read: (reader: Reader) => Promise<T>,
	plans?: Plans,
	limits?: ReadLimits,
): Promise<T> {
	const wall = zones.map((zone) => zone.zoneNo);
	return readSnapshot(readDatabase(), wall, read, plans, limits);
}

/** Reads evidence of every zone the asker may see. */
export async function readVisible<T>(ctx: Context, read: (reader: Reader, zones: readonly ZoneRow[]) => Promise<T>): Promise<T> {
	const zones = await visibleZones(ctx);
	return readZones(zones, (reader) => read(reader, zones));
}

import 'server-only';
import { listZones, type ZoneRow } from '../../db/queries/zones';
import { type Context, foreignZone, includesZone } from './access';
import { readDatabase } from './database';

/** Zones seen before, by database: a zone never goes away and never changes its number. */
const known = new WeakMap<object, Map<string, ZoneRow>>();

/** These zones, in their order, or null when one is not there. Asks the database only for those not seen before. */
async function zonesNamed(zoneIds: readonly string[]): Promise<ZoneRow[] | null> {
	const db = readDatabase();
	const seen = known.get(db) ?? new Map<string, ZoneRow>();
	known.set(db, seen);
	if (zoneIds.some((zoneId) => !seen.has(zoneId))) for (const zone of await listZones(db)) seen.set(zone.zoneId, zone);
	const zones = zoneIds.map((zoneId) => seen.get(zoneId)).filter((zone) => zone !== undefined);
	return zones.length === zoneIds.length ? zones : null;
}

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
	if (asked.length === 0) return visibleZones(ctx);
	const foreign = asked.find((zoneId) => !includesZone(ctx.scope, zoneId));
	if (foreign !== undefined) throw foreignZone(foreign);
	const zones = await zonesNamed([...new Set(asked)].sort());
	if (zones !== null) return zones;
	const there = new Set((await visibleZones(ctx)).map((zone) => zone.zoneId));
	throw foreignZone(asked.find((zoneId) => !there.has(zoneId)) ?? '');
}

/** A zone of the ledger by its id, or null. Says nothing of who may read it. */
export async function zoneNamed(zoneId: string): Promise<ZoneRow | null> {
	return (await zonesNamed([zoneId]))?.[0] ?? null;
}

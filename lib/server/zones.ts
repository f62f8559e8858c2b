import 'server-only';
import { listZones, type ZoneRow } from '../../db/queries/zones';
import { AppError } from '../errors';
import { zoneScope } from './access';
import type { Context } from './context';
import { readDatabase } from './database';

/** The zones the asker may see, by id. */
export async function visibleZones(ctx: Context): Promise<ZoneRow[]> {
	const scope = zoneScope(ctx.actor);
	const zones = await listZones(readDatabase());
	return scope.kind === 'all' ? zones : zones.filter((zone) => scope.zoneIds.includes(zone.zoneId));
}

/**
 * The zones a question is about: those asked for, or, when none is named, all the asker may see.
 * @throws AppError forbidden for a zone that does not exist or is not theirs: it does not say which
 */
export async function askedZones(ctx: Context, asked: readonly string[]): Promise<ZoneRow[]> {
	const zones = await visibleZones(ctx);
	if (asked.length === 0) return zones;
	const missing = asked.find((zoneId) => !zones.some((zone) => zone.zoneId === zoneId));
	if (missing !== undefined)
		throw new AppError(
			'forbidden',
			`There is no zone ${missing.slice(0, 100)}, or your account may not read it.`,
			'Choose another zone, or ask an administrator for a role in it.',
		);
	return zones.filter((zone) => asked.includes(zone.zoneId));
}

import 'server-only';
import { lastOfTypes, lastOfZones } from '../../../db/queries/oncall/last';
import type { ZoneRow } from '../../../db/queries/zones';
import type { Voice } from '../../api/oncall';
import { hourOf, MICROS_PER_MINUTE } from '../../oncall/clock';
import { voicesOf, watchedOf } from '../../oncall/silence';
import { nowMicros } from '../clock';
import { readZones } from '../evidence';
import { readUsual } from './usual';

/** How far back a last event is looked for: silence itself is told after less. */
const HEARD_MINUTES = 30n;

/** Who usually speaks in these zones at this hour and does not now. */
export async function readSilent(zones: readonly ZoneRow[]): Promise<Voice[]> {
	const now = nowMicros();
	const since = now - HEARD_MINUTES * MICROS_PER_MINUTE;
	const usual = await readUsual(zones, hourOf(now));
	const watched = watchedOf(usual.now, usual.before);
	if (watched.length === 0) return [];
	const zoneNos = zones.map((zone) => zone.zoneNo);
	const [lastOfZone, lastOfType] = await readZones(zones, (reader) =>
		Promise.all([lastOfZones(reader, zoneNos, since, now), lastOfTypes(reader, watched, since, now)]),
	);
	const names = new Map(zones.map(({ zoneNo, zoneId }) => [zoneNo, zoneId]));
	const voices = voicesOf({ watched, lastOfZone, lastOfType, zoneSince: since, since, now, zoneOf: (zoneNo) => names.get(zoneNo) ?? '' });
	return voices.filter(({ isSilent }) => isSilent);
}

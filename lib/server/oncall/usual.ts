import 'server-only';
import { decisionsOfHours, usualRows } from '../../../db/queries/oncall/usual';
import type { ZoneRow } from '../../../db/queries/zones';
import { DAYS, sameHours } from '../../oncall/clock';
import type { HourCount, UsualRow } from '../../oncall/facts';
import { readZones } from '../evidence';

/** What the last days had at this hour, and at the one before. */
export interface UsualFacts {
	readonly now: readonly UsualRow[];
	readonly before: readonly UsualRow[];
	/** The same hour of each day, by decision. */
	readonly decisions: readonly HourCount[];
}

/** Past days hardly change, so what was read of them serves for a while. */
const KEPT_MS = 60_000;
const kept = new Map<string, Promise<UsualFacts>>();

function read(zones: readonly ZoneRow[], hour: number): Promise<UsualFacts> {
	const zoneNos = zones.map((zone) => zone.zoneNo);
	return readZones(zones, async (reader) => {
		const [now, before, decisions] = await Promise.all([
			usualRows(reader, zoneNos, hour, DAYS),
			usualRows(reader, zoneNos, hour - 1, DAYS),
			decisionsOfHours(reader, zoneNos, sameHours(hour)),
		]);
		return { now, before, decisions };
	});
}

/** What is usual in these zones at an hour, since 1970. */
export function readUsual(zones: readonly ZoneRow[], hour: number): Promise<UsualFacts> {
	const key = `${hour} ${zones.map((zone) => zone.zoneNo).join(',')}`;
	const known = kept.get(key);
	if (known !== undefined) return known;
	const facts = read(zones, hour);
	kept.set(key, facts);
	const forget = () => kept.delete(key);
	facts.then(() => setTimeout(forget, KEPT_MS).unref(), forget);
	return facts;
}

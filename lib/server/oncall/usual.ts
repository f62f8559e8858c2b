import 'server-only';
import { decisionsOfHours, usualRows } from '../../../db/queries/oncall/usual';
import type { ZoneRow } from '../../../db/queries/zones';
import { DAYS, sameHours } from '../../oncall/clock';
import type { HourCount, UsualRow } from '../../oncall/facts';
import { readZones } from '../evidence';
import { SharedReads } from '../shared-read';

/** What the last days had at this hour, and at the one before. */
export interface UsualFacts {
	readonly now: readonly UsualRow[];
	readonly before: readonly UsualRow[];
	/** The same hour of each day, by decision. */
	readonly decisions: readonly HourCount[];
}

/** Past days hardly change. */
const KEPT_MS = 60_000;
const reads = new SharedReads<UsualFacts>(KEPT_MS);

/** What is usual in these zones at an hour, since 1970. */
export function readUsual(zones: readonly ZoneRow[], hour: number): Promise<UsualFacts> {
	const zoneNos = zones.map((zone) => zone.zoneNo);
	return reads.read(`${hour} ${zoneNos.join(',')}`, () =>
		readZones(zones, async (reader) => {
			const [now, before, decisions] = await Promise.all([
				usualRows(reader, zoneNos, hour, DAYS),
				usualRows(reader, zoneNos, hour - 1, DAYS),
				decisionsOfHours(reader, zoneNos, sameHours(hour)),
			]);
			return { now, before, decisions };
		}),
	);
}

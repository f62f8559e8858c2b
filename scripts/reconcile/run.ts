import type { Redis } from 'ioredis';
import type { SqlClient } from '../../db/client';
import { auditZone, ledgerZones, type ZoneAudit } from '../../db/queries/reconcile';
import { SOURCE_STREAMS } from '../../lib/streams/names';
import { classifyPage } from './classify';
import { DeadLetters } from './dead-letters';
import { StreamPages } from './pages';
import { type MissingEntry, Tally, type ZoneTally } from './tally';

export interface Reconciliation {
	/** What the streams hold, per zone. */
	readonly streams: readonly ZoneTally[];
	/** What the ledger holds, per zone. */
	readonly ledger: readonly ZoneAudit[];
	readonly missing: number;
	readonly waiting: number;
	/** At most 20. */
	readonly firstMissing: readonly MissingEntry[];
	/** Letters in the dead-letter stream, also for entries that are no longer on theirs. */
	readonly deadLettersTotal: number;
	/** What does not fit within the ledger, one sentence each. */
	readonly faults: readonly string[];
}

/** What does not fit in a zone's ledger. */
function faultsOf(zone: ZoneAudit): string[] {
	const faults: string[] = [];
	const say = (isFault: boolean, text: string) => isFault && faults.push(`zone ${JSON.stringify(zone.zoneId)}: ${text}`);
	say(zone.brokenLinks > 0, `${zone.brokenLinks} links of the chain are broken, the first at position ${zone.firstBrokenSeq}`);
	say(zone.headSeq !== zone.events, `the chain head is at ${zone.headSeq}, the ledger has ${zone.events} events`);
	say(zone.headCount !== zone.events, `the chain head counts ${zone.headCount} events, the ledger has ${zone.events}`);
	say(!zone.headFits, "the chain head's hash is not that of the last event");
	say(zone.twice > 0, `${zone.twice} events are in the ledger twice`);
	say(zone.unmatchedSearchEvents > 0, `${zone.unmatchedSearchEvents} events are only in the ledger or only in the projection`);
	say(zone.searchEvents !== zone.events, `the projection has ${zone.searchEvents} events, the ledger ${zone.events}`);
	say(zone.minuteEvents !== zone.events, `the rollup per minute counts ${zone.minuteEvents} events, the ledger ${zone.events}`);
	say(zone.hourEvents !== zone.events, `the rollup per hour counts ${zone.hourEvents} events, the ledger ${zone.events}`);
	say(zone.wrongMinuteCells > 0, `${zone.wrongMinuteCells} cells of the rollup per minute are wrong`);
	say(zone.wrongHourCells > 0, `${zone.wrongHourCells} cells of the rollup per hour are wrong`);
	return faults;
}

/** Counts both sides. Safe while workers and producers go on. Memory is bounded but for one short key per dead letter. */
export async function reconcile(redis: Redis, sql: SqlClient, group: string): Promise<Reconciliation> {
	const deadLetters = new DeadLetters(redis);
	const tally = new Tally();
	for (const stream of SOURCE_STREAMS) {
		const pages = new StreamPages(redis, stream);
		for (let page = await pages.next(); page.length > 0; page = await pages.next()) {
			for (const { entry, whereabouts } of await classifyPage({ redis, sql, group, deadLetters }, stream, page)) {
				tally.add(stream, entry.entryId, entry.zoneId, whereabouts);
			}
		}
	}
	const ledger: ZoneAudit[] = [];
	for (const zone of await ledgerZones(sql)) ledger.push(await auditZone(sql, zone));
	const streams = tally.perZone();
	const total = (of: (zone: ZoneTally) => number) => streams.reduce((sum, zone) => sum + of(zone), 0);
	return {
		streams,
		ledger,
		missing: total((zone) => zone.missing),
		waiting: total((zone) => zone.waiting),
		firstMissing: tally.firstMissing,
		deadLettersTotal: deadLetters.count,
		faults: ledger.flatMap(faultsOf),
	};
}

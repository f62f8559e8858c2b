import type postgres from 'postgres';
import { authorityEvents } from '../../db/authority/events';
import { saveChanges } from '../../db/authority/save';
import type { SqlClient } from '../../db/client';
import { OneConnection } from '../../db/one-connection';
import { beginZone, emptyAuthority, type ZoneToRebuild, zonesToRebuild } from '../../db/rebuild/authority';
import { AuthorityState, readEvents } from '../../lib/authority/state';
import { authorityEventOf } from '../../worker/authority/row-event';
import { applyToZone } from '../../worker/authority/settle-state';
import { Progress } from './progress';

/** Positions of a chain read at once: workers wait with events of the zone as long as these take. */
const SPAN = 2000;
const ROWS_KEPT_MAX = 40_000;

/** Makes the authority projection anew, zone by zone, as a worker would have made it. @returns what was done, in one line */
export async function rebuildAuthority(
	_owner: postgres.Sql,
	worker: SqlClient,
	{ say }: { readonly resume: boolean; readonly say: (line: string) => void },
): Promise<string> {
	const zones = await zonesToRebuild(worker);
	const total = zones.reduce((sum, zone) => sum + zone.events, 0);
	const progress = new Progress('authority', total, say, () => performance.now());
	const writer = new OneConnection(worker);
	try {
		for (const zone of zones) await rebuildZone(writer, zone, (events) => progress.add(events));
	} finally {
		await writer.close();
	}
	return progress.end();
}

/** What was made of a zone so far, and where its chain stood. */
interface Kept {
	readonly headSeq: number;
	readonly state: AuthorityState;
}

/** What workers append meanwhile they add themselves: in which order events come does not matter. */
async function rebuildZone(writer: OneConnection, zone: ZoneToRebuild, tell: (events: number) => void): Promise<void> {
	const { zoneNo, zoneId, events } = zone;
	let kept: Kept | null = null;
	for (let first = 1; first <= events; first += SPAN) {
		const last = Math.min(events, first + SPAN - 1);
		const before: Kept | null = kept;
		kept = await writer.transaction(async (pg): Promise<Kept> => {
			const headSeq = await beginZone(pg(), zoneNo);
			if (first === 1) await emptyAuthority(pg(), zoneNo);
			// somebody else may have written the zone in between: then all is read again
			const state: AuthorityState = before?.headSeq === headSeq && isSmall(before.state) ? before.state : new AuthorityState(zoneId, false);
			const rows = await authorityEvents(pg(), zoneNo, first, last);
			await applyToZone(pg, { zoneNo, zoneId, state }, readEvents(rows.map((row) => authorityEventOf(zoneId, row))));
			await Promise.all([...saveChanges(pg(), [{ zoneNo, changes: state.takeChanges() }]), pg()`commit`]);
			return { headSeq, state };
		});
		tell(last - first + 1);
	}
}

const isSmall = ({ graph }: AuthorityState) => graph.sessions.size + graph.edges.size + graph.records.size <= ROWS_KEPT_MAX;

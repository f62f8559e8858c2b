import type { ZoneChanges } from '../../db/authority/save';
import type { Linked } from '../../db/ledger/append';
import type { LockedHeads } from '../../db/ledger/heads';
import type { Statements } from '../../db/one-connection';
import { AuthorityState, type ReadEvent, readEvents } from '../../lib/authority/state';
import type { LaneBatch } from '../lane-batch';
import { eventOfRow } from './row-event';
import { applyToZone } from './settle-state';

/** Rows kept in memory over all zones; beyond it all are let go. About 1 kB each. */
const ROWS_KEPT_MAX = 40_000;
/** Events read without letting the connection to Postgres have its turn. */
const SLICE_EVENTS = 20;

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Kept {
	/** Where the zone's chain stood when the state was made or last brought up to date. */
	readonly seq: number;
	readonly state: AuthorityState;
}

/** Makes of each batch what it changes in the authority projection. One per lane: batches are written one after the other. */
export class AuthorityKeeper {
	private readonly zones = new Map<number, Kept>();

	constructor(private readonly isKept = true) {}

	/**
	 * Reads the events of a linked batch.
	 * @returns what loads the rest, once statements can be sent, and tells the changes
	 */
	async read(batch: LaneBatch, stood: LockedHeads | null): Promise<(pg: () => Statements) => Promise<readonly ZoneChanges[]>> {
		const events = new Map<number, ReadEvent[]>();
		if (!this.isKept) return async () => [];
		for (const [i, row] of batch.authorityRows.entries()) {
			if (i % SLICE_EVENTS === SLICE_EVENTS - 1) await pause();
			const zone = batch.rowZone[row] ?? 0;
			const list = events.get(zone) ?? [];
			if (list.length === 0) events.set(zone, list);
			list.push(...readEvents([eventOfRow(batch, batch.zones[zone]?.state.zoneId ?? '', row)]));
		}
		// zones are settled side by side, so that they share round trips
		return async (pg) => {
			const changed = [...events].map(async ([index, list]): Promise<ZoneChanges[]> => {
				const zone = batch.zones[index]?.state;
				if (zone === undefined) return [];
				const { zoneNo, zoneId } = zone;
				const state = this.stateOf(zoneNo, zoneId, stood?.heads.get(zoneNo)?.chainSeq);
				await applyToZone(pg, { zoneNo, zoneId, state }, list);
				return [{ zoneNo, changes: state.takeChanges() }];
			});
			return (await Promise.all(changed)).flat();
		};
	}

	private stateOf(zoneNo: number, zoneId: string, headSeq: number | undefined): AuthorityState {
		const kept = this.zones.get(zoneNo);
		if (kept !== undefined && kept.seq === headSeq) return kept.state;
		const state = new AuthorityState(zoneId, false);
		this.zones.set(zoneNo, { seq: headSeq ?? 0, state });
		return state;
	}

	/** The batch is committed: what was made of its zones is what is stored. */
	keep(batch: LaneBatch, linked: Linked | null): void {
		const seqs = new Map(linked?.advances.map(({ zoneNo, chainSeq, events }) => [zoneNo, { chainSeq, before: chainSeq - events }]));
		let rows = 0;
		for (const { state } of batch.zones) {
			const kept = this.zones.get(state.zoneNo);
			const seq = seqs.get(state.zoneNo);
			if (kept === undefined) continue;
			if (seq === undefined || kept.seq !== seq.before) this.zones.delete(state.zoneNo);
			else this.zones.set(state.zoneNo, { seq: seq.chainSeq, state: kept.state });
		}
		for (const { state } of this.zones.values()) rows += state.graph.sessions.size + state.graph.edges.size + state.graph.records.size;
		if (rows > ROWS_KEPT_MAX) this.zones.clear();
	}

	/** The batch was rolled back, or nobody knows. */
	forget(batch: LaneBatch): void {
		for (const { state } of batch.zones) this.zones.delete(state.zoneNo);
	}
}

import type { ZoneChanges } from '../../db/authority/save';
import type { SqlClient } from '../../db/client';
import type { Linked } from '../../db/ledger/append';
import type { LockedHeads } from '../../db/ledger/heads';
import { AuthorityState, type ReadEvent } from '../../lib/authority/state';
import type { LaneBatch } from '../lane-batch';
import { NOTHING_NEW, RowReader } from './row-reader';
import { applyToZone } from './settle-state';

/** Rows kept in memory over all zones; beyond it all are let go. About 2 kB each. */
const ROWS_KEPT_MAX = 8000;
/** Events read without letting the connection to Postgres have its turn; those that say nothing new cost a tenth. */
const SLICE_EVENTS = 20;
const REPEAT_SHARE = 0.1;

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Kept {
	/** Where the zone's chain stood when the state was made or last brought up to date. */
	readonly seq: number;
	readonly state: AuthorityState;
	/** Names the state. */
	readonly no: number;
}

/** Makes of each batch what it changes in the authority projection. One per lane: batches are written one after the other. */
export class AuthorityKeeper {
	private readonly zones = new Map<number, Kept>();
	private readonly reader = new RowReader();
	/** States made so far. */
	private states = 0;

	/** @param sql reads beside the lane's transaction: the batch before is committed, and who changes a zone's rows holds its head */
	constructor(
		private readonly sql: SqlClient,
		private readonly isKept = true,
	) {}

	/** Reads the events of a linked batch. @returns what they change */
	async changes(batch: LaneBatch, stood: LockedHeads | null): Promise<readonly ZoneChanges[]> {
		if (!this.isKept) return [];
		const events = new Map<number, ReadEvent[]>();
		const kept = batch.zones.map(({ state: { zoneNo, zoneId } }) => this.keptOf(zoneNo, zoneId, stood?.heads.get(zoneNo)?.chainSeq));
		let slice = 0;
		for (const row of batch.authorityRows) {
			if (slice >= SLICE_EVENTS) {
				slice = 0;
				await pause();
			}
			const zone = batch.rowZone[row] ?? 0;
			const { state, no } = kept[zone] ?? fail();
			const read = this.reader.read(batch.ledger, batch.rowLedger[row] ?? 0, state.zone, no);
			slice += read === NOTHING_NEW ? REPEAT_SHARE : 1;
			if (read === NOTHING_NEW) continue;
			const list = events.get(zone);
			if (list === undefined) events.set(zone, [read]);
			else list.push(read);
		}
		// zones are settled side by side, so that they share round trips
		const changed = [...events].map(async ([index, list]): Promise<ZoneChanges> => {
			const { state } = kept[index] ?? fail();
			const zoneNo = batch.zones[index]?.state.zoneNo ?? fail();
			await applyToZone(() => this.sql, { zoneNo, zoneId: state.zone, state }, list);
			return { zoneNo, changes: state.takeChanges() };
		});
		return Promise.all(changed);
	}

	private keptOf(zoneNo: number, zoneId: string, headSeq: number | undefined): Kept {
		const known = this.zones.get(zoneNo);
		if (known !== undefined && known.seq === headSeq) return known;
		const kept = { seq: headSeq ?? 0, state: new AuthorityState(zoneId, false), no: ++this.states };
		this.zones.set(zoneNo, kept);
		return kept;
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
			else this.zones.set(state.zoneNo, { ...kept, seq: seq.chainSeq });
		}
		for (const { state } of this.zones.values()) rows += state.graph.sessions.size + state.graph.edges.size + state.graph.records.size;
		if (rows > ROWS_KEPT_MAX) this.zones.clear();
	}

	/** The batch was rolled back, or nobody knows. */
	forget(batch: LaneBatch): void {
		for (const { state } of batch.zones) this.zones.delete(state.zoneNo);
	}
}

function fail(): never {
	throw new Error('a row of the batch belongs to none of its zones');
}

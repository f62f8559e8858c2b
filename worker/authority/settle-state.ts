import { loadAround, loadRoots, loadRows, rootsNear } from '../../db/authority/load';
import type { Statements } from '../../db/one-connection';
import { type AuthorityState, namedBy, type ReadEvent } from '../../lib/authority/state';

export interface KeptZone {
	readonly zoneNo: number;
	readonly zoneId: string;
	readonly state: AuthorityState;
}

/** Applies events to a state over a part of the zone, loading what it has to see. */
export async function applyToZone(pg: () => Statements, zone: KeptZone, events: readonly ReadEvent[]): Promise<void> {
	const { state } = zone;
	const named = namedBy(events);
	const unseen = <T>(ids: ReadonlySet<string>, rows: ReadonlyMap<string, T>) => [...ids].filter((id) => !rows.has(id));
	const ids = {
		sessions: unseen(named.sessions, state.graph.sessions),
		edges: unseen(named.edges, state.graph.edges),
		records: unseen(named.records, state.graph.records),
	};
	if (ids.sessions.length + ids.edges.length + ids.records.length > 0) state.load(await loadRows(pg(), zone, ids));
	state.applyRead(events);
	for (let wants = state.settle(); wants !== null; wants = state.settle()) {
		if (wants.near !== null) {
			const near = await rootsNear(pg(), zone.zoneNo, wants.near);
			if (near.length > 0) state.load(await loadRoots(pg(), zone, near), { near });
		}
		const [roots, around] = await Promise.all([
			wants.roots.length === 0 ? null : loadRoots(pg(), zone, wants.roots),
			wants.around.length === 0 ? null : loadAround(pg(), zone, wants.around),
		]);
		if (roots !== null) state.load(roots);
		if (around !== null) state.load(around, { around: wants.around });
	}
}

import type { Adjacency } from './adjacency';
import type { Holding } from './cascade-walk';
import type { End, SessionRow } from './rows';

/** Entries of one cascade are published over seconds, by clocks that may differ by some more. */
const SAME_CASCADE_MICROS_MAX = 60_000_000;
const OF_A_CASCADE = 'delegation_revoked';

/** The instant of a revocation, with what tells its own entries from earlier ones. */
export type RevokedAt = Pick<End, 'at' | 'decidedAt' | 'epoch' | 'reason'>;

/** Whether an end lies before a revocation, and not within its own transaction, whose other entries may be published earlier. */
function isBefore(end: { at: number; reason: string; epoch?: number | null }, root: RevokedAt): boolean {
	const epoch = end.epoch ?? null;
	const mayBelong = end.reason === OF_A_CASCADE || (root.reason !== '' && end.reason === root.reason);
	if (epoch !== null && root.epoch !== null && epoch !== root.epoch) return epoch < root.epoch && !(epoch === root.epoch - 1 && mayBelong);
	return end.at < root.decidedAt - (mayBelong ? SAME_CASCADE_MICROS_MAX : 0);
}

/**
 * What held at a revocation, from announcements alone. What has no beginning on record is taken to have been there.
 * @param root the delegation that was revoked, which counts as holding; `''` for another kind
 */
export function heldAtRevocation(graph: Adjacency, root: string, end: RevokedAt): Holding {
	const session = (row: Readonly<SessionRow>): boolean => {
		if (row.started !== null && row.started.at > end.at) return false;
		return row.ended === null || !isBefore(row.ended, end);
	};
	const sessionHeld = (id: string | undefined): boolean => {
		const row = id === undefined ? undefined : graph.session(id);
		return row === undefined || session(row);
	};
	return {
		session,
		edge: (row) => {
			if (row.id === root) return true;
			const epoch = row.epoch?.value ?? null;
			if (epoch !== null && end.epoch !== null ? epoch > end.epoch : row.created !== null && row.created.at > end.at) return false;
			if (row.ended !== null && isBefore(row.ended, end)) return false;
			return sessionHeld(row.source?.value) && sessionHeld(row.target?.value);
		},
	};
}

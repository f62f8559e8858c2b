import type { Tile } from '../api/oncall';
import { incompleteReasons, LAG_ENTRIES_HIGH, LAG_MS_HIGH, SILENT_MS_MAX, type WorkerState } from '../api/status';
import { formatMillis, groupDigits, plural } from '../events/amounts';

function figureOf(worker: WorkerState): Tile['figure'] {
	if (worker.alive === 0) return { value: 'no', unit: 'worker' };
	if (worker.lagMs !== null) return { value: formatMillis(worker.lagMs), unit: 'behind' };
	return worker.lagEntries === null ? { value: 'unknown', unit: 'lag' } : { value: groupDigits(worker.lagEntries), unit: 'entries behind' };
}

/** How far the ledger is behind the streams, and what never got into it. Nothing measured is unknown, never zero. */
export function pipeline(worker: WorkerState): Tile {
	const reasons = incompleteReasons(worker);
	const waiting = worker.lagEntries === null ? 'waiting entries unknown' : `${groupDigits(worker.lagEntries)} waiting`;
	const dead = worker.deadLetters === null ? 'dead letters unknown' : plural(worker.deadLetters, 'dead letter');
	const heart =
		worker.silentMs === null ? 'no worker ever spoke' : `${plural(worker.alive, 'worker')}, heard ${formatMillis(worker.silentMs)} ago`;
	return {
		id: 'pipeline',
		state: reasons.length > 0 ? 'attention' : 'calm',
		meaning: worker.alive === 0 ? 'unknown' : 'held',
		figure: figureOf(worker),
		said: `${waiting}, ${dead}; ${heart}`,
		rule: `Attention over ${formatMillis(LAG_MS_HIGH)} or ${groupDigits(LAG_ENTRIES_HIGH)} entries behind, at a dead letter, without a worker for ${formatMillis(SILENT_MS_MAX)}`,
		series: null,
		search: null,
	};
}

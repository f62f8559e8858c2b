import 'server-only';
import { type WorkerRow, workerRows } from '../../db/queries/worker-status';
import { headsOf } from '../../db/queries/zones';
import type { ConsoleStatus, WorkerState } from '../api/status';
import { SILENT_MS_MAX } from '../api/status';
import { formatMicros } from '../time';
import type { Context } from './access';
import { nowMicros } from './clock';
import { readDatabase } from './database';
import { readZones } from './evidence';
import { visibleZones } from './zones';

type Rows = readonly WorkerRow[];

/** The largest of the numbers that were measured, or null when none was. */
function largest(values: readonly (number | null)[]): number | null {
	const measured = values.filter((value) => value !== null);
	return measured.length === 0 ? null : Math.max(...measured);
}

/** The latest of at least one instant. */
function newest(instants: readonly bigint[]): bigint {
	let latest = instants[0] ?? 0n;
	for (const at of instants) if (at > latest) latest = at;
	return latest;
}

/** Every worker measures the whole group, so the largest of the recent ones counts, not their sum. */
export function workerState(rows: Rows): WorkerState {
	const alive = rows.filter((row) => row.silentMs <= SILENT_MS_MAX);
	const lags = alive.map((row) =>
		row.undeliveredEntries === null && row.pendingEntries === null ? null : (row.undeliveredEntries ?? 0) + (row.pendingEntries ?? 0),
	);
	const lagEntries = largest(lags);
	const commits = rows.map((row) => row.lastCommitAt).filter((at) => at !== null);
	return {
		alive: alive.length,
		silentMs: rows[0]?.silentMs ?? null,
		acceptsUnsigned: alive.some((row) => row.acceptsUnsignedAudit || row.acceptsUnsignedStreams),
		lagEntries,
		lagMs: lagEntries === 0 ? 0 : largest(alive.map((row) => row.oldestPendingMs)),
		deadLetters: largest((alive.length > 0 ? alive : rows).map((row) => row.deadLetterEntries)),
		lastCommitAt: commits.length === 0 ? null : formatMicros(newest(commits)),
		lastError: alive.find((row) => row.lastError !== null)?.lastError ?? null,
	};
}

/** What stands behind every view: the workers, the zones and how far their chains reach. */
export async function readStatus({ ctx }: { ctx: Context }): Promise<ConsoleStatus> {
	const zones = await visibleZones(ctx);
	const [workers, heads] = await Promise.all([
		workerRows(readDatabase()),
		readZones(zones, (reader) =>
			headsOf(
				reader,
				zones.map((zone) => zone.zoneNo),
			),
		),
	]);
	const headOf = new Map(heads.map((head) => [head.zoneNo, head]));
	return {
		now: formatMicros(nowMicros()),
		worker: workerState(workers),
		zones: zones.map(({ zoneNo, zoneId }) => {
			const head = headOf.get(zoneNo);
			return { zone: zoneId, headSeq: head?.seq ?? 0, headAt: head === undefined ? null : formatMicros(head.updatedAt) };
		}),
	};
}

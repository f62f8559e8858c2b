import 'server-only';
import { type WorkerRow, workerRows } from '../../db/queries/worker-status';
import { headsOf } from '../../db/queries/zones';
import type { ConsoleStatus, Gap, WorkerState, ZoneSight } from '../api/status';
import { incompleteReasons, SILENT_MS_MAX } from '../api/status';
import { toError } from '../errors';
import { formatMillis, groupDigits } from '../events/amounts';
import type { EvidenceGap } from '../evidence/gaps';
import { redactText } from '../evidence/redact';
import { formatMicros } from '../time';
import { type Context, includesZone } from './access';
import { nowMicros } from './clock';
import { readDatabase } from './database';
import { readZones } from './evidence';
import { type Sight, sight } from './integrity/sight';
import { log } from './log';
import { visibleZones } from './zones';

type Rows = readonly WorkerRow[];
/** Gaps told at most. */
const GAPS_MAX = 200;

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

function sightShape(seen: Sight | null, zoneId: string): ZoneSight | null {
	const zone = seen?.zones.get(zoneId);
	return zone === undefined ? null : { ...zone, verifiedAt: zone.verifiedAt === null ? null : formatMicros(zone.verifiedAt) };
}

/** What the ledger lacks as long as it is behind; null when it keeps up. */
function lagGap(worker: WorkerState, now: bigint): EvidenceGap | null {
	if (!incompleteReasons(worker).includes('lag')) return null;
	const { lagEntries, lagMs } = worker;
	const waits = `${groupDigits(lagEntries ?? 0)} entries wait on the streams${lagMs === null ? '' : `, the oldest for ${formatMillis(lagMs)}`}`;
	return {
		reason: 'lag',
		zone: null,
		from: now - BigInt(Math.ceil(lagMs ?? 0)) * 1000n,
		to: null,
		said: `the ledger is behind: ${waits}; counts can still rise`,
	};
}

/** The gaps of the asker's zones. Silence is none while the ledger itself may be what is late. */
function gapsOf(ctx: Context, seen: Sight, worker: WorkerState, now: bigint): Gap[] {
	const lag = lagGap(worker, now);
	const isLate = lag !== null || worker.alive === 0;
	const own = seen.gaps.filter(({ zone, reason }) => (zone === null || includesZone(ctx.scope, zone)) && !(isLate && reason === 'quiet'));
	return [...(lag === null ? [] : [lag]), ...own].slice(0, GAPS_MAX).map(({ from, to, said, ...gap }) => ({
		...gap,
		from: formatMicros(from),
		to: to === null ? null : formatMicros(to),
		said: redactText(said),
	}));
}

/** What stands behind every view: the workers, the zones, how far their chains reach, whether they are whole, and what may be missing. */
export async function readStatus({ ctx }: { ctx: Context }): Promise<ConsoleStatus> {
	const zones = await visibleZones(ctx);
	const [workers, heads, seen] = await Promise.all([
		workerRows(readDatabase()),
		readZones(zones, (reader) =>
			headsOf(
				reader,
				zones.map((zone) => zone.zoneNo),
			),
		),
		// a status that cannot tell of integrity says so, and tells the rest
		sight().catch((error: unknown) => {
			log.error({ requestId: ctx.requestId, err: toError(error) }, 'the state of integrity cannot be told');
			return null;
		}),
	]);
	const worker = workerState(workers);
	const now = nowMicros();
	const headOf = new Map(heads.map((head) => [head.zoneNo, head]));
	return {
		now: formatMicros(now),
		worker,
		zones: zones.map(({ zoneNo, zoneId }) => {
			const head = headOf.get(zoneNo);
			return {
				zone: zoneId,
				headSeq: head?.seq ?? 0,
				headAt: head === undefined ? null : formatMicros(head.updatedAt),
				integrity: sightShape(seen, zoneId),
			};
		}),
		gone: (seen?.gone ?? []).filter((zoneId) => includesZone(ctx.scope, zoneId)),
		gaps: seen === null ? null : gapsOf(ctx, seen, worker, now),
	};
}

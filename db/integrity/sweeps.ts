import type { SqlClient } from '../client';
import type { Statements } from '../one-connection';

/** After this much silence another worker goes on with a sweep. */
export const SILENT_SECONDS_MAX = 30;
/** Workers that start together ask for one sweep of everything. */
const START_QUIET_MINUTES = 10;

/** A sweep that this worker runs. */
export interface OpenSweep {
	readonly sweepNo: string;
	readonly zoneNo: number;
	readonly zoneId: string;
	readonly kind: 'start' | 'hourly' | 'demand';
	readonly isDeep: boolean;
	/** What was asked for; null for the first event there, or the last. */
	readonly fromSeq: number | null;
	readonly toSeq: number | null;
	readonly events: number;
	/** Where it goes on, as `saveProgress` stored it; null when it begins. */
	readonly resume: string | null;
}

/** Asks for a sweep of every zone, whole, unless that was done a moment ago. @returns how many were asked for */
export async function askStartSweeps(sql: SqlClient): Promise<number> {
	const asked = await sql`
			insert into sweeps (zone_no, kind) select zone_no, 'start' from zones z
			where not exists (select from sweeps s where s.zone_no = z.zone_no and s.kind = 'start'
				and (s.ended_at is null or s.asked_at > now() - ${START_QUIET_MINUTES} * interval '1 minute'))`;
	return asked.count;
}

/**
 * Asks for a sweep of the last hours of every zone that none was due for within the hour; those people ask for, which may be of a
 * few events, do not count. @returns how many were asked for
 */
export async function askHourlySweeps(sql: SqlClient, rollingHours: number): Promise<number> {
	const asked = await sql`
			insert into sweeps (zone_no, kind, from_seq)
			select z.zone_no, 'hourly', coalesce(
				(select max(a.before_seq) + 1 from chain_advances a
					where a.zone_no = z.zone_no and a.first_at <= now() - ${rollingHours} * interval '1 hour'), 1)
			from zones z
			where not exists (select from sweeps s where s.zone_no = z.zone_no and s.kind <> 'demand'
				and (s.ended_at is null or s.asked_at > now() - interval '1 hour'))`;
	return asked.count;
}

/** Takes a sweep that waits, or that its worker left behind; those people asked for first. */
export async function takeSweep(sql: SqlClient, workerId: string): Promise<OpenSweep | null> {
	const [row] = await sql<
		{
			sweep_no: string;
			zone_no: number;
			zone_id: string;
			kind: OpenSweep['kind'];
			is_deep: boolean;
			from_seq: string | null;
			to_seq: string | null;
			events: string;
			resume: string | null;
		}[]
	>`
		update sweeps s set state = 'running', worker_id = ${workerId}, seen_at = now(), started_at = coalesce(started_at, now()),
			resumed = resumed + (state = 'running')::int
		from zones z
		where z.zone_no = s.zone_no and s.sweep_no = (
			select sweep_no from sweeps
			where ended_at is null and (state = 'waiting' or worker_id = ${workerId} or seen_at < now() - ${SILENT_SECONDS_MAX} * interval '1 second')
			order by (kind = 'demand') desc, sweep_no limit 1 for update skip locked)
		returning s.sweep_no, s.zone_no, z.zone_id, s.kind, s.is_deep, s.from_seq, s.to_seq, s.events, s.resume`;
	if (row === undefined) return null;
	return {
		sweepNo: row.sweep_no,
		zoneNo: row.zone_no,
		zoneId: row.zone_id,
		kind: row.kind,
		isDeep: row.is_deep,
		fromSeq: row.from_seq === null ? null : Number(row.from_seq),
		toSeq: row.to_seq === null ? null : Number(row.to_seq),
		events: Number(row.events),
		resume: row.resume,
	};
}

interface SweepRange {
	readonly fromSeq: number;
	readonly toSeq: number;
}

export interface SweepProgress {
	readonly fromSeq: number;
	readonly toSeq: number;
	readonly nextSeq: number;
	readonly events: number;
	readonly newFindings: number;
	readonly checkpoints: number;
	readonly signatures: number;
	readonly eventsPerSecond: number | null;
	readonly resume: string;
}

/** Writes down how far a sweep is. @returns whether somebody asked to cancel it, or another worker has taken it */
export async function saveProgress(pg: Statements, sweepNo: string, workerId: string, p: SweepProgress): Promise<boolean> {
	const [row] = await pg<{ is_over: boolean }[]>`
		update sweeps set from_seq = ${p.fromSeq}, to_seq = ${p.toSeq}, next_seq = ${p.nextSeq}, events = ${p.events}, findings = findings + ${p.newFindings},
			checkpoints = checkpoints + ${p.checkpoints}, signatures = signatures + ${p.signatures}, events_per_second = ${p.eventsPerSecond}, resume = ${p.resume}, seen_at = now()
		where sweep_no = ${sweepNo}::bigint and worker_id = ${workerId} and ended_at is null
		returning cancel_asked_at is not null as is_over`;
	return row?.is_over ?? true;
}

/** Tells other workers that a sweep is still worked on, between two pieces that are written down. */
export async function renewSweep(sql: SqlClient, sweepNo: string, workerId: string): Promise<void> {
	await sql`update sweeps set seen_at = now() where sweep_no = ${sweepNo}::bigint and worker_id = ${workerId} and ended_at is null`;
}

/** Ends a sweep. */
export async function endSweep(
	pg: Statements,
	sweepNo: string,
	workerId: string,
	state: 'done' | 'cancelled' | 'failed',
	newFindings: number,
	error: string | null,
): Promise<void> {
	await pg`
		update sweeps set state = ${state}, ended_at = now(), resume = null, findings = findings + ${newFindings}, error = left(${error}, 500)
		where sweep_no = ${sweepNo}::bigint and worker_id = ${workerId} and ended_at is null`;
}

/**
 * Writes down that a sweep of `[fromSeq, toSeq]` found nothing before `firstBad`, null when nothing at all.
 * @param isWhole whether the range was all there was when it began
 */
export async function moveSweepHead(
	pg: Statements,
	sweep: { readonly zoneNo: number; readonly sweepNo: string; readonly isDeep: boolean; readonly isWhole: boolean } & SweepRange,
	firstBad: number | null,
): Promise<void> {
	const { zoneNo, sweepNo, isDeep, isWhole, fromSeq, toSeq } = sweep;
	const good = firstBad === null ? toSeq : firstBad - 1;
	await pg`
		insert into sweep_heads as h (zone_no, verified_seq, verified_at, whole_at, deep_at, last_sweep_no)
		values (${zoneNo}, case when ${fromSeq === 1} then ${good}::bigint else 0 end, now(), case when ${isWhole} then now() end,
			case when ${isWhole && isDeep} then now() end, ${sweepNo}::bigint)
		on conflict (zone_no) do update set
			verified_seq = case when ${isWhole} or (${firstBad !== null} and ${good}::bigint < h.verified_seq) then ${good}::bigint
				when h.verified_seq >= ${fromSeq}::bigint - 1 then greatest(h.verified_seq, ${good}::bigint) else h.verified_seq end,
			verified_at = now(), whole_at = coalesce(excluded.whole_at, h.whole_at), deep_at = coalesce(excluded.deep_at, h.deep_at),
			last_sweep_no = excluded.last_sweep_no`;
}

/** Calls `wake` whenever a sweep was asked for or is to be cancelled. Uses a connection of its own. */
export async function listenForSweeps(sql: SqlClient, wake: () => void): Promise<void> {
	await sql.listen('sweeps', wake, wake);
}

import type { SqlClient } from '../client';

/** After this much silence another worker makes the bundle anew. */
const SILENT_SECONDS_MAX = 30;
/** How often making a bundle is begun: one that ends its worker must not end every worker there is. */
const ATTEMPTS_MAX = 3;
/** How long the bytes of a bundle are kept. */
const KEPT_DAYS = 7;

/** A bundle somebody asked for. Every statement here is one by itself: none waits inside a transaction. */
export interface EvidenceJob {
	readonly jobId: string;
	readonly zones: readonly { readonly zoneNo: number; readonly zoneId: string }[];
	readonly subjectKind: string;
	readonly subject: string;
	readonly filter: string;
	/** Microseconds since 1970; from inclusive, to exclusive. */
	readonly from: bigint | null;
	readonly to: bigint | null;
	readonly askedBy: string;
	readonly askedAt: bigint;
}

/** Takes the oldest job that waits or that its worker left behind; what was written of it is thrown away. */
export async function takeEvidenceJob(sql: SqlClient, workerId: string): Promise<EvidenceJob | null> {
	const [row] = await sql<
		{
			job_id: string;
			zones: string;
			kind: string;
			subject: string;
			filter: string;
			from_at: string | null;
			to_at: string | null;
			asked_by: string;
			asked_at: string;
		}[]
	>`
		with job as (
			update evidence_jobs set state = 'running', worker_id = ${workerId}, seen_at = now(), started_at = now(), attempts = attempts + 1,
				events = 0, events_total = null, bytes = 0
			where job_id = (select job_id from evidence_jobs
				where ended_at is null and attempts < ${ATTEMPTS_MAX}
					and (state = 'waiting' or worker_id = ${workerId} or seen_at < now() - ${SILENT_SECONDS_MAX} * interval '1 second')
				order by asked_at limit 1 for update skip locked)
			returning *),
		gone as (delete from evidence_job_parts p using job where p.job_id = job.job_id)
		select job_id, subject_kind as kind, subject, filter, asked_by, (extract(epoch from asked_at) * 1000000)::bigint as asked_at,
			(extract(epoch from from_at) * 1000000)::bigint as from_at, (extract(epoch from to_at) * 1000000)::bigint as to_at,
			(select json_agg(json_build_array(z.zone_no, z.zone_id)) from zones z where z.zone_no = any(job.zone_nos))::text as zones
		from job`;
	if (row === undefined) return null;
	return {
		jobId: row.job_id,
		zones: (JSON.parse(row.zones) as [number, string][]).map(([zoneNo, zoneId]) => ({ zoneNo, zoneId })),
		subjectKind: row.kind,
		subject: row.subject,
		filter: row.filter,
		from: row.from_at === null ? null : BigInt(row.from_at),
		to: row.to_at === null ? null : BigInt(row.to_at),
		askedBy: row.asked_by,
		askedAt: BigInt(row.asked_at),
	};
}

/** Whether a job is still this worker's to make. `lost`: another worker's by now, or ended. */
export type Hold = 'held' | 'cancelled' | 'lost';

interface HoldRow {
	readonly is_cancelled: boolean;
}

const holdOf = (row: HoldRow | undefined): Hold => (row === undefined ? 'lost' : row.is_cancelled ? 'cancelled' : 'held');

/** Says that the worker is still at a job, and how far it is. */
export async function holdEvidenceJob(
	sql: SqlClient,
	jobId: string,
	workerId: string,
	events: number,
	eventsTotal: number | null,
): Promise<Hold> {
	const [row] = await sql<HoldRow[]>`
		update evidence_jobs set events = ${events}, events_total = ${eventsTotal}, seen_at = now()
		where job_id = ${jobId} and worker_id = ${workerId} and ended_at is null returning cancel_asked_at is not null as is_cancelled`;
	return holdOf(row);
}

/** Stores a part of the bundle, if the job is still the worker's. */
export async function storePart(sql: SqlClient, jobId: string, workerId: string, partNo: number, bytes: Uint8Array): Promise<Hold> {
	const [row] = await sql<HoldRow[]>`
		with job as (
			update evidence_jobs set bytes = bytes + ${bytes.length}, seen_at = now()
			where job_id = ${jobId} and worker_id = ${workerId} and ended_at is null returning job_id, cancel_asked_at is not null as is_cancelled),
		part as (insert into evidence_job_parts (job_id, part_no, bytes) select job_id, ${partNo}, ${Buffer.from(bytes)} from job where not is_cancelled)
		select is_cancelled from job`;
	return holdOf(row);
}

/** How making a bundle ended. */
export type EvidenceEnd =
	| { readonly state: 'done'; readonly sha256: Uint8Array; readonly events: number }
	| { readonly state: 'cancelled' }
	| { readonly state: 'failed'; readonly error: string };

/** Ends a job, by which its bundle can be fetched from one instant to the next; parts of one that is not done are thrown away. */
export async function endEvidenceJob(sql: SqlClient, jobId: string, workerId: string, end: EvidenceEnd): Promise<void> {
	const sha256 = end.state === 'done' ? Buffer.from(end.sha256) : null;
	const events = end.state === 'done' ? end.events : null;
	await sql`
		with job as (
			update evidence_jobs set state = ${end.state}, ended_at = now(), sha256 = ${sha256}, events = coalesce(${events}::bigint, events),
				events_total = coalesce(${events}::bigint, events_total), error = left(${end.state === 'failed' ? end.error : null}, 500),
				expires_at = now() + ${KEPT_DAYS} * interval '1 day'
			where job_id = ${jobId} and worker_id = ${workerId} and ended_at is null returning job_id)
		delete from evidence_job_parts p using job where p.job_id = job.job_id and ${end.state} <> 'done'`;
}

/** Gives a job back that a stopping worker does not finish: another one makes it at once. */
export async function giveBackEvidenceJob(sql: SqlClient, jobId: string, workerId: string): Promise<void> {
	await sql`
		update evidence_jobs set state = 'waiting', worker_id = null, attempts = attempts - 1
		where job_id = ${jobId} and worker_id = ${workerId} and ended_at is null`;
}

/**
 * Ends what was cancelled while nobody made it and what ended its workers too often, and throws away the bytes of bundles that have
 * been kept long enough or that nobody wants any more; that they were asked for stays.
 */
export async function tidyEvidence(sql: SqlClient): Promise<void> {
	await sql`
		update evidence_jobs set state = case when cancel_asked_at is null then 'failed' else 'cancelled' end, ended_at = now(),
			error = case when cancel_asked_at is null then 'A worker ended each time it made this bundle. Ask for less at once.' end,
			expires_at = now()
		where ended_at is null and ((state = 'waiting' and cancel_asked_at is not null)
			or (attempts >= ${ATTEMPTS_MAX} and seen_at < now() - ${SILENT_SECONDS_MAX} * interval '1 second'))`;
	await sql`
		delete from evidence_job_parts p using evidence_jobs j
		where j.job_id = p.job_id and j.ended_at is not null and (j.expires_at < now() or j.cancel_asked_at is not null)`;
}

/** Calls `wake` whenever a bundle was asked for or cancelled. Uses a connection of its own. */
export async function listenForEvidence(sql: SqlClient, wake: () => void): Promise<void> {
	await sql.listen('evidence_jobs', wake, wake);
}

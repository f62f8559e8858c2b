import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../database';
import { epochMicros, instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';

/** A row of evidence_jobs. Instants are microseconds since 1970. */
export interface EvidenceRow {
	readonly jobId: string;
	readonly zones: readonly string[];
	readonly kind: 'request' | 'search' | 'revocation' | 'incident' | 'range';
	readonly subject: string;
	readonly filter: string;
	readonly from: bigint | null;
	readonly to: bigint | null;
	readonly state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
	readonly events: number;
	readonly eventsTotal: number | null;
	readonly bytes: number;
	readonly sha256: string | null;
	readonly askedAt: bigint;
	readonly askedBy: string;
	readonly cancelledAt: bigint | null;
	readonly cancelledBy: string | null;
	readonly endedAt: bigint | null;
	readonly expiresAt: bigint | null;
	readonly error: string | null;
}

const micros = (text: string | null) => (text === null ? null : BigInt(text));

async function evidenceRows(reader: Reader, where: SQL, rowsMax: number): Promise<EvidenceRow[]> {
	type Row = Record<
		'from_at' | 'to_at' | 'total' | 'sha256' | 'cancelled_at' | 'cancelled_by' | 'ended_at' | 'expires_at' | 'error',
		string | null
	> &
		Record<'job_id' | 'zones' | 'subject' | 'filter' | 'events' | 'bytes' | 'asked_at' | 'asked_by', string> & {
			kind: EvidenceRow['kind'];
			state: EvidenceRow['state'];
		};
	const rows = await rowsOf<Row>(
		reader,
		sql`select job_id::text, (select coalesce(json_agg(z.zone_id order by z.zone_id), '[]') from zones z where z.zone_no = any(j.zone_nos))::text as zones,
				subject_kind as kind, subject, filter, ${epochMicros(sql`from_at`)} as from_at, ${epochMicros(sql`to_at`)} as to_at, state, events::text,
				events_total::text as total, bytes::text, encode(sha256, 'hex') as sha256, ${epochMicros(sql`asked_at`)} as asked_at, asked_by,
				${epochMicros(sql`cancel_asked_at`)} as cancelled_at, cancel_asked_by as cancelled_by, ${epochMicros(sql`ended_at`)} as ended_at, ${epochMicros(sql`expires_at`)} as expires_at, error
			from evidence_jobs j where ${where} order by j.asked_at desc limit ${rowsMax}::integer`,
	);
	return rows.map((row) => ({
		jobId: row.job_id,
		zones: JSON.parse(row.zones) as string[],
		kind: row.kind,
		subject: row.subject,
		filter: row.filter,
		from: micros(row.from_at),
		to: micros(row.to_at),
		state: row.state,
		events: Number(row.events),
		eventsTotal: row.total === null ? null : Number(row.total),
		bytes: Number(row.bytes),
		sha256: row.sha256,
		askedAt: BigInt(row.asked_at),
		askedBy: row.asked_by,
		cancelledAt: micros(row.cancelled_at),
		cancelledBy: row.cancelled_by,
		endedAt: micros(row.ended_at),
		expiresAt: micros(row.expires_at),
		error: row.error,
	}));
}

/** Jobs whose zones the reader is bound to, newest first. */
export function evidenceJobs(reader: Reader, rowsMax: number): Promise<EvidenceRow[]> {
	return evidenceRows(reader, sql`true`, rowsMax);
}

/** A job by its ID, or null. */
export async function evidenceJob(reader: Reader, jobId: string): Promise<EvidenceRow | null> {
	return (await evidenceRows(reader, sql`j.job_id = ${jobId}::uuid`, 1))[0] ?? null;
}

/** A part of a bundle, or null behind the last. */
export async function evidencePart(reader: Reader, jobId: string, partNo: number): Promise<Buffer | null> {
	const [row] = await rowsOf<{ bytes: Buffer }>(
		reader,
		sql`select bytes from evidence_job_parts where job_id = ${jobId}::uuid and part_no = ${partNo}::integer`,
	);
	return row?.bytes ?? null;
}

export interface NewEvidenceJob {
	readonly zoneNos: readonly number[];
	readonly kind: EvidenceRow['kind'];
	readonly subject: string;
	readonly filter: string;
	readonly from: bigint | null;
	readonly to: bigint | null;
	readonly by: string;
}

const bind = (zoneNos: readonly number[]) => sql`select set_config('caracal.zones', ${zoneNos.join(',')}, true)`;

/**
 * Asks for a bundle, together with the record of it.
 * @param also makes the record in the same transaction; what it gives is given back
 * @returns `open` or `kept` when the asker has that many already
 */
export function askEvidence<T>(
	db: Database,
	job: NewEvidenceJob,
	{ openMax, keptMax }: { readonly openMax: number; readonly keptMax: number },
	also: (reader: Reader, row: EvidenceRow) => Promise<T>,
): Promise<T | 'open' | 'kept'> {
	return db.transaction(async (transaction) => {
		// one after the other, so that two at once do not both find room
		await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`evidence ${job.by}`}, 0))`);
		// all of the asker's own count, whatever zones they are of
		await transaction.execute(sql`select set_config('caracal.zones', '*', true)`);
		const [had] = await rowsOf<{ open: number; kept: number }>(
			transaction,
			sql`select count(*) filter (where ended_at is null)::integer as open,
					count(*) filter (where state = 'done' and cancel_asked_at is null and expires_at > now())::integer as kept
				from evidence_jobs where asked_by = ${job.by}`,
		);
		if ((had?.open ?? 0) >= openMax) return 'open';
		if ((had?.kept ?? 0) >= keptMax) return 'kept';
		await transaction.execute(bind(job.zoneNos));
		const instant = (at: bigint | null) => (at === null ? sql`null::timestamptz` : instantOfMicros(at));
		const [row] = await rowsOf<{ job_id: string }>(
			transaction,
			sql`insert into evidence_jobs (zone_nos, subject_kind, subject, filter, from_at, to_at, asked_by)
				values (${integers(job.zoneNos)}, ${job.kind}, ${job.subject}, ${job.filter}, ${instant(job.from)}, ${instant(job.to)}, ${job.by})
				returning job_id::text`,
		);
		const asked = row === undefined ? null : await evidenceJob(transaction, row.job_id);
		if (asked === null) throw new Error('a bundle that was asked for is not there');
		return also(transaction, asked);
	});
}

/** Has a job end, or its bytes thrown away; the first who asks stays on record. @returns it as it is now, or null when it is not of these zones */
export function cancelEvidence(db: Database, zoneNos: readonly number[], jobId: string, by: string): Promise<EvidenceRow | null> {
	return db.transaction(async (transaction) => {
		await transaction.execute(bind(zoneNos));
		await transaction.execute(
			sql`update evidence_jobs set cancel_asked_at = now(), cancel_asked_by = ${by}
				where job_id = ${jobId}::uuid and cancel_asked_at is null and state not in ('cancelled', 'failed')`,
		);
		return evidenceJob(transaction, jobId);
	});
}

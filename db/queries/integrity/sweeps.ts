import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../database';
import { epochMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';

/** A row of sweeps. Instants are microseconds since 1970. */
export interface SweepRow {
	readonly sweepNo: string;
	readonly zoneNo: number;
	readonly kind: 'start' | 'hourly' | 'demand';
	readonly isDeep: boolean;
	readonly state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
	readonly fromSeq: number | null;
	readonly toSeq: number | null;
	readonly nextSeq: number | null;
	readonly events: number;
	readonly checkpoints: number;
	readonly signatures: number;
	readonly findings: number;
	readonly eventsPerSecond: number | null;
	readonly askedAt: bigint;
	readonly askedBy: string | null;
	readonly startedAt: bigint | null;
	readonly resumed: number;
	readonly cancelAskedAt: bigint | null;
	readonly endedAt: bigint | null;
	readonly error: string | null;
}

const micros = (text: string | null) => (text === null ? null : BigInt(text));
const number = (text: string | null) => (text === null ? null : Number(text));

async function sweepRows(reader: Reader, tail: SQL): Promise<SweepRow[]> {
	type Row = Record<'from_seq' | 'to_seq' | 'next_seq' | 'asked_by' | 'started_at' | 'cancel_at' | 'ended_at' | 'error', string | null> &
		Record<'sweep_no' | 'events' | 'signatures' | 'asked_at', string> & {
			zone_no: number;
			kind: SweepRow['kind'];
			is_deep: boolean;
			state: SweepRow['state'];
			checkpoints: number;
			findings: number;
			rate: number | null;
			resumed: number;
		};
	const rows = await rowsOf<Row>(
		reader,
		sql`select sweep_no::text, zone_no, kind, is_deep, state, from_seq::text, to_seq::text, next_seq::text, events::text, checkpoints, signatures::text,
				findings, events_per_second::float8 as rate, ${epochMicros(sql`asked_at`)} as asked_at, asked_by, ${epochMicros(sql`started_at`)} as started_at,
				resumed, ${epochMicros(sql`cancel_asked_at`)} as cancel_at, ${epochMicros(sql`ended_at`)} as ended_at, error ${tail}`,
	);
	return rows.map((row) => ({
		sweepNo: row.sweep_no,
		zoneNo: row.zone_no,
		kind: row.kind,
		isDeep: row.is_deep,
		state: row.state,
		fromSeq: number(row.from_seq),
		toSeq: number(row.to_seq),
		nextSeq: number(row.next_seq),
		events: Number(row.events),
		checkpoints: row.checkpoints,
		signatures: Number(row.signatures),
		findings: row.findings,
		eventsPerSecond: row.rate,
		askedAt: BigInt(row.asked_at),
		askedBy: row.asked_by,
		startedAt: micros(row.started_at),
		resumed: row.resumed,
		cancelAskedAt: micros(row.cancel_at),
		endedAt: micros(row.ended_at),
		error: row.error,
	}));
}

/** Sweeps of a zone, newest first. */
export function sweepsOf(reader: Reader, zoneNo: number, before: string | null, rowsMax: number): Promise<SweepRow[]> {
	return sweepRows(
		reader,
		sql`from sweeps where zone_no = ${zoneNo}::integer and sweep_no < coalesce(${before}::bigint, 9223372036854775807) order by sweep_no desc limit ${rowsMax}::integer`,
	);
}

/** The newest sweep of each of these zones. */
export function newestSweeps(reader: Reader, zoneNos: readonly number[]): Promise<SweepRow[]> {
	return sweepRows(
		reader,
		sql`from unnest(${integers(zoneNos)}) as n(no) cross join lateral (select * from sweeps s where s.zone_no = n.no order by s.sweep_no desc limit 1) s`,
	);
}

const bound = (zoneNo: number) => sql`select set_config('caracal.zones', ${String(zoneNo)}, true)`;

/**
 * Asks for a sweep. @returns it, or null when `openMax` of the zone are open already
 * @param told writes down who asked, in the same transaction
 */
export function askSweep(
	db: Database,
	zoneNo: number,
	asked: { readonly fromSeq: number | null; readonly toSeq: number | null; readonly isDeep: boolean; readonly by: string },
	openMax: number,
	told: (reader: Reader, sweepNo: string) => Promise<void>,
): Promise<SweepRow | null> {
	return db.transaction(async (transaction) => {
		await transaction.execute(bound(zoneNo));
		const [row] = await rowsOf<{ sweep_no: string }>(
			transaction,
			sql`insert into sweeps (zone_no, kind, is_deep, from_seq, to_seq, asked_by)
				select ${zoneNo}::integer, 'demand', ${asked.isDeep}::boolean, ${asked.fromSeq}::bigint, ${asked.toSeq}::bigint, ${asked.by}
				where (select count(*) from sweeps where zone_no = ${zoneNo}::integer and kind = 'demand' and ended_at is null) < ${openMax}
				returning sweep_no::text`,
		);
		if (row === undefined) return null;
		await told(transaction, row.sweep_no);
		return (await sweepRows(transaction, sql`from sweeps where sweep_no = ${row.sweep_no}::bigint`))[0] ?? null;
	});
}

/**
 * Has a sweep end. @returns it as it is now, or null when the zone has none of this number
 * @param told writes down who did it, in the same transaction; not called when it has ended or is cancelled already
 */
export function cancelSweep(
	db: Database,
	zoneNo: number,
	sweepNo: string,
	by: string,
	told: (reader: Reader, askedBy: string | null) => Promise<void>,
): Promise<SweepRow | null> {
	return db.transaction(async (transaction) => {
		await transaction.execute(bound(zoneNo));
		const [row] = await rowsOf<{ asked_by: string | null }>(
			transaction,
			sql`update sweeps set cancel_asked_at = now(), cancel_asked_by = ${by}
				where zone_no = ${zoneNo}::integer and sweep_no = ${sweepNo}::bigint and ended_at is null and cancel_asked_at is null
				returning asked_by`,
		);
		if (row !== undefined) await told(transaction, row.asked_by);
		const rows = await sweepRows(transaction, sql`from sweeps where zone_no = ${zoneNo}::integer and sweep_no = ${sweepNo}::bigint`);
		return rows[0] ?? null;
	});
}

import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../database';
import { epochMicros } from '../../epoch';
import { type Reader, rowsOf, texts } from '../reader';

/** A row of audit_ingest_alerts with what became of it. Instants are microseconds since 1970. */
export interface FindingRow {
	readonly id: string;
	readonly zoneId: string;
	readonly kind: string;
	readonly eventId: string;
	readonly seq: number | null;
	readonly lastSeq: number | null;
	readonly expected: string | null;
	readonly found: string | null;
	readonly detail: string;
	readonly observedAt: bigint;
	readonly seenAt: bigint | null;
	readonly sightings: number;
	readonly sweepNo: string | null;
	readonly resolvedAt: bigint | null;
	readonly resolvedBy: string | null;
	readonly note: string | null;
	readonly isOpen: boolean;
}

const number = (text: string | null) => (text === null ? null : Number(text));
const micros = (text: string | null) => (text === null ? null : BigInt(text));

async function findingRows(reader: Reader, where: SQL, rowsMax: number): Promise<FindingRow[]> {
	type Row = Record<
		'seq' | 'last_seq' | 'expected' | 'found' | 'seen_at' | 'sweep_no' | 'resolved_at' | 'resolved_by' | 'note',
		string | null
	> &
		Record<'id' | 'zone_id' | 'kind' | 'event_id' | 'detail' | 'observed_at', string> & { sightings: number; is_open: boolean };
	const rows = await rowsOf<Row>(
		reader,
		sql`select a.id::text, a.zone_id, left(a.kind, 200) as kind, a.event_id, a.chain_seq::text as seq, a.last_seq::text, left(a.expected, 4000) as expected,
				left(a.found, 4000) as found, left(coalesce(a.detail, ''), 8000) as detail, ${epochMicros(sql`a.observed_at`)} as observed_at,
				${epochMicros(sql`s.seen_at`)} as seen_at, coalesce(s.sightings, 0) as sightings, s.last_sweep_no::text as sweep_no,
				${epochMicros(sql`r.resolved_at`)} as resolved_at, r.resolved_by, r.note, alert_is_open(a.id) as is_open
			from audit_ingest_alerts a left join alert_sightings s on s.alert_id = a.id 
				left join lateral (select * from alert_resolutions r where r.alert_id = a.id order by r.resolved_at desc limit 1) r on true
			where ${where} order by a.id desc limit ${rowsMax}::integer`,
	);
	return rows.map((row) => ({
		id: row.id,
		zoneId: row.zone_id,
		kind: row.kind,
		eventId: row.event_id,
		seq: number(row.seq),
		lastSeq: number(row.last_seq),
		expected: row.expected,
		found: row.found,
		detail: row.detail,
		observedAt: BigInt(row.observed_at),
		seenAt: micros(row.seen_at),
		sightings: row.sightings,
		sweepNo: row.sweep_no,
		resolvedAt: micros(row.resolved_at),
		resolvedBy: row.resolved_by,
		note: row.note,
		isOpen: row.is_open,
	}));
}

/** Findings of zones, newest first. */
export function findingsOf(
	reader: Reader,
	zoneIds: readonly string[],
	state: 'open' | 'resolved' | 'all',
	before: string | null,
	rowsMax: number,
): Promise<FindingRow[]> {
	const stated = { open: sql`alert_is_open(a.id)`, resolved: sql`not alert_is_open(a.id)`, all: sql`true` }[state];
	return findingRows(
		reader,
		sql`a.zone_id = any(${texts(zoneIds)}) and a.id < coalesce(${before}::bigint, 9223372036854775807) and ${stated}`,
		rowsMax,
	);
}

/** A finding of a zone, or null when it has none of this number. */
export async function findingOf(reader: Reader, zoneId: string, id: string): Promise<FindingRow | null> {
	return (await findingRows(reader, sql`a.id = ${id}::bigint and a.zone_id = ${zoneId}`, 1))[0] ?? null;
}

/** Zones that are gone with all that names them, by id: only findings tell of them. Read behind a wall of every zone. */
export async function goneZones(reader: Reader): Promise<string[]> {
	const rows = await rowsOf<{ zone_id: string }>(
		reader,
		sql`select distinct a.zone_id from audit_ingest_alerts a
			where a.kind = 'zone_missing' and not exists (select from zones z where z.zone_id = a.zone_id) order by a.zone_id limit 1000`,
	);
	return rows.map((row) => row.zone_id);
}

/**
 * Resolves a finding that is open. @returns it as it is now, or null when the zone has none of this number
 * @param zone its number null when it is gone with all that names it
 * @param told writes down who did it, in the same transaction; not called when it is resolved already
 */
export function resolveFinding(
	db: Database,
	zone: { readonly zoneNo: number | null; readonly zoneId: string },
	id: string,
	by: string,
	note: string,
	told: (reader: Reader, finding: FindingRow) => Promise<void>,
): Promise<FindingRow | null> {
	return db.transaction(async (transaction) => {
		await transaction.execute(sql`select set_config('caracal.zones', ${zone.zoneNo === null ? '*' : String(zone.zoneNo)}, true)`);
		const inserted = await rowsOf<{ id: string }>(
			transaction,
			sql`insert into alert_resolutions (alert_id, resolved_by, note)
				select id, ${by}, ${note} from audit_ingest_alerts where id = ${id}::bigint and zone_id = ${zone.zoneId} and alert_is_open(id) on conflict do nothing
				returning alert_id::text as id`,
		);
		const [row] = await findingRows(transaction, sql`a.id = ${id}::bigint and a.zone_id = ${zone.zoneId}`, 1);
		if (row !== undefined && inserted.length > 0) await told(transaction, row);
		return row ?? null;
	});
}

import { sql } from 'drizzle-orm';
import { decodeEdge, decodeSession } from '../../../lib/authority/encode';
import type { EdgeRow, SessionRow } from '../../../lib/authority/rows';
import { labelKey, nameKey, resourceKey } from '../../authority/columns';
import { type Reader, rowsOf, texts } from '../reader';
import type { ZoneRow } from '../zones';

type Row = { id: string; facts: string };
const sessionsOf = (zone: ZoneRow, rows: readonly Row[]): SessionRow[] =>
	rows.map(({ id, facts }) => decodeSession(zone.zoneId, id, facts));
/** No identifier begins with more than this many bytes of what comes behind it. */
const BEHIND = '\u{10ffff}';

/** Sessions whose id begins with a text, by id. */
export async function sessionsBeginning(reader: Reader, zone: ZoneRow, text: string, rowsMax: number): Promise<SessionRow[]> {
	return sessionsOf(
		zone,
		await rowsOf<Row>(
			reader,
			sql`select id, facts from authority_sessions where zone_no = ${zone.zoneNo}::integer and id >= ${text} and id < ${text + BEHIND}
				order by id limit ${rowsMax}::integer`,
		),
	);
}

export async function edgesBeginning(reader: Reader, zone: ZoneRow, text: string, rowsMax: number): Promise<EdgeRow[]> {
	const rows = await rowsOf<Row>(
		reader,
		sql`select id, facts from authority_edges where zone_no = ${zone.zoneNo}::integer and id >= ${text} and id < ${text + BEHIND}
			order by id limit ${rowsMax}::integer`,
	);
	return rows.map(({ id, facts }) => decodeEdge(zone.zoneId, id, facts));
}

/** The newest sessions of applications. */
export async function sessionsOfApps(reader: Reader, zone: ZoneRow, apps: readonly string[], rowsMax: number): Promise<SessionRow[]> {
	return sessionsOf(
		zone,
		await rowsOf<Row>(
			reader,
			sql`select s.id, s.facts from unnest(${texts(apps)}) a(app) cross join lateral (
				select id, facts from authority_sessions s where s.zone_no = ${zone.zoneNo}::integer and s.app = a.app
				order by s.from_at desc limit ${rowsMax}::integer) s`,
		),
	);
}

/** The newest sessions by what they carry: a label, a resource they used, the name of their application. */
export async function sessionsWith(
	reader: Reader,
	zone: ZoneRow,
	kind: 'label' | 'resource' | 'name',
	text: string,
	rowsMax: number,
): Promise<SessionRow[]> {
	const key = { label: labelKey, resource: resourceKey, name: nameKey }[kind](text);
	return sessionsOf(
		zone,
		await rowsOf<Row>(reader, sql`select id, facts from authority_sessions_with(${zone.zoneNo}::integer, ${key}, ${rowsMax}::integer)`),
	);
}

/** Authority records of a subject. */
export async function recordsOfSubject(reader: Reader, zone: ZoneRow, subject: string, rowsMax: number): Promise<string[]> {
	const rows = await rowsOf<{ id: string }>(
		reader,
		sql`select id from authority_records where zone_no = ${zone.zoneNo}::integer and subject = ${subject} order by id limit ${rowsMax}::integer`,
	);
	return rows.map(({ id }) => id);
}

/** The sessions that began last up to a moment. */
export async function newestSessions(reader: Reader, zone: ZoneRow, at: number, rowsMax: number): Promise<SessionRow[]> {
	return sessionsOf(
		zone,
		await rowsOf<Row>(
			reader,
			sql`select id, facts from authority_sessions where zone_no = ${zone.zoneNo}::integer and from_at <= ${String(at)}::bigint
				order by from_at desc limit ${rowsMax}::integer`,
		),
	);
}

/** How far the ledger of a zone has come. */
export async function zoneSeq(reader: Reader, zone: ZoneRow): Promise<number> {
	const [row] = await rowsOf<{ seq: string }>(
		reader,
		sql`select chain_seq::text as seq from chain_heads where zone_no = ${zone.zoneNo}::integer`,
	);
	return Number(row?.seq ?? 0);
}

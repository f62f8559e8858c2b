import { sql } from 'drizzle-orm';
import type { Fallen } from '../../../lib/authority/adjacency';
import { decodeEdge, decodeRecord, decodeSession } from '../../../lib/authority/encode';
import type { EdgeRow, RecordRow, SessionRow } from '../../../lib/authority/rows';
import { type Reader, rowsOf, texts } from '../reader';
import type { ZoneRow } from '../zones';

/** Rows, each session and delegation with the computed cascade that took it down first. */
export interface FoundRows {
	readonly sessions: readonly SessionRow[];
	readonly edges: readonly EdgeRow[];
	readonly records: readonly RecordRow[];
	readonly falls: readonly { readonly kind: 'session' | 'edge'; readonly id: string; readonly fall: Fallen }[];
}

/** Parents of sessions that come with them; Caracal's trees are ten deep. */
const PARENTS_MAX = 12;

type Row = { id: string; facts: string; root: string | null; fell_at: string | null };
type SessionColumns = Row & { record: string | null; record_facts: string | null };
type EdgeColumns = Row & { source: string | null; target: string | null };

const fallsOf = (kind: 'session' | 'edge', rows: readonly Row[]) =>
	rows.flatMap(({ id, root, fell_at }) => (root === null ? [] : [{ kind, id, fall: { root, at: Number(fell_at) } }]));

function uniqueBy<T>(rows: readonly T[], id: (row: T) => string): T[] {
	return [...new Map(rows.map((row) => [id(row), row])).values()];
}

/** Sessions with all above them, and the records they present. */
export async function sessionsById(reader: Reader, zone: ZoneRow, ids: readonly string[]): Promise<FoundRows> {
	const rows = await rowsOf<SessionColumns>(
		reader,
		sql`
			with recursive up(id, steps) as (
				select id collate "C", 0 from unnest(${texts(ids)}) id
				union
				select s.parent, up.steps + 1 from up join authority_sessions s on s.zone_no = ${zone.zoneNo}::integer and s.id = up.id
				where s.parent is not null and up.steps < ${sql.raw(String(PARENTS_MAX))}
			)
			select s.id, s.facts, f.root, f.at::text as fell_at, s.record, r.facts as record_facts
			from (select distinct id from up) up
			join authority_sessions s on s.zone_no = ${zone.zoneNo}::integer and s.id = up.id
			left join authority_records r on r.zone_no = s.zone_no and r.id = s.record
			left join lateral (select root, at from authority_falls f
				where f.zone_no = s.zone_no and f.id = s.id and not f.is_edge order by at, root limit 1) f on true`,
	);
	const records = uniqueBy(
		rows.filter(({ record_facts }) => record_facts !== null),
		({ record }) => record ?? '',
	);
	return {
		sessions: rows.map(({ id, facts }) => decodeSession(zone.zoneId, id, facts)),
		edges: [],
		records: records.map((row) => decodeRecord(zone.zoneId, row.record ?? '', row.record_facts ?? '')),
		falls: fallsOf('session', rows),
	};
}

/** Delegations by id. */
export async function edgesById(reader: Reader, zone: ZoneRow, ids: readonly string[]): Promise<FoundRows> {
	const rows = await rowsOf<Row>(
		reader,
		sql`
			select e.id, e.facts, f.root, f.at::text as fell_at from unnest(${texts(ids)}) i(id)
			join authority_edges e on e.zone_no = ${zone.zoneNo}::integer and e.id = i.id
			left join lateral (select root, at from authority_falls f
				where f.zone_no = e.zone_no and f.id = e.id and f.is_edge order by at, root limit 1) f on true`,
	);
	return {
		sessions: [],
		edges: rows.map(({ id, facts }) => decodeEdge(zone.zoneId, id, facts)),
		records: [],
		falls: fallsOf('edge', rows),
	};
}

export async function recordsById(reader: Reader, zone: ZoneRow, ids: readonly string[]): Promise<FoundRows> {
	const rows = await rowsOf<{ id: string; facts: string }>(
		reader,
		sql`select id, facts from authority_records where zone_no = ${zone.zoneNo}::integer and id = any(${texts(ids)})`,
	);
	return { sessions: [], edges: [], records: rows.map(({ id, facts }) => decodeRecord(zone.zoneId, id, facts)), falls: [] };
}

/** What lies around sessions: ids of delegations, children and the sessions at other ends come with their rows. */
export interface AroundRows extends FoundRows {
	/** Sessions named by what was found, whose rows are not among it. */
	readonly named: readonly string[];
}

/**
 * Delegations that touch sessions, and their children.
 * @param overAfter leave out what was over by then by its own events; null: nothing
 * @param listMax of each session, delegations given, held, and children
 */
export async function aroundSessions(
	reader: Reader,
	zone: ZoneRow,
	ids: readonly string[],
	overAfter: number | null,
	listMax: number,
): Promise<AroundRows> {
	const after = String(overAfter ?? -1);
	const side = (end: 'source' | 'target') => sql`
		select e.id, e.source, e.target, e.facts from unnest(${texts(ids)}) u(id) cross join lateral (
			select * from authority_edges e where e.zone_no = ${zone.zoneNo}::integer and e.${sql.raw(end)} = u.id and e.over_at > ${after}::bigint
			order by e.over_at desc, e.id limit ${listMax}::integer) e`;
	const [edges, children] = await Promise.all([
		rowsOf<EdgeColumns>(
			reader,
			sql`
				select e.*, f.root, f.at::text as fell_at from (${side('source')} union ${side('target')}) e
				left join lateral (select root, at from authority_falls f
					where f.zone_no = ${zone.zoneNo}::integer and f.id = e.id and f.is_edge order by at, root limit 1) f on true`,
		),
		rowsOf<{ id: string }>(
			reader,
			sql`
				select s.id from unnest(${texts(ids)}) u(id) cross join lateral (
					select s.id from authority_sessions s where s.zone_no = ${zone.zoneNo}::integer and s.parent = u.id
						and s.over_at > ${after}::bigint limit ${listMax}::integer) s`,
		),
	]);
	const named = new Set<string>(ids);
	for (const { source, target } of edges) for (const end of [source, target]) if (end !== null) named.add(end);
	for (const { id } of children) named.add(id);
	return {
		sessions: [],
		edges: edges.map(({ id, facts }) => decodeEdge(zone.zoneId, id, facts)),
		records: [],
		falls: fallsOf('edge', edges),
		named: [...named],
	};
}

/** Ids of sessions that present records. */
export async function sessionsPresenting(reader: Reader, zone: ZoneRow, records: readonly string[], listMax: number): Promise<string[]> {
	const rows = await rowsOf<{ id: string }>(
		reader,
		sql`
			select s.id from unnest(${texts(records)}) u(id) cross join lateral (
				select s.id from authority_sessions s where s.zone_no = ${zone.zoneNo}::integer and s.record = u.id
				order by s.over_at desc limit ${listMax}::integer) s`,
	);
	return rows.map(({ id }) => id);
}

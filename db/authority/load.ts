import { decodeEdge, decodeRecord, decodeSession } from '../../lib/authority/encode';
import type { GraphRows } from '../../lib/authority/memory-graph';
import type { FallRow } from '../../lib/authority/rows';
import type { Wants } from '../../lib/authority/state';
import { textArrayText } from '../ledger/arrays';
import type { Statements } from '../one-connection';

interface Zone {
	readonly zoneNo: number;
	readonly zoneId: string;
}

/** Ids of one zone to load. */
export interface LoadIds {
	readonly sessions: readonly string[];
	readonly edges: readonly string[];
	readonly records: readonly string[];
}

type Row = { id: string; facts: string };
const array = (ids: Iterable<string>) => textArrayText([...ids]);

interface FallColumns {
	root: string;
	place: number;
	is_edge: boolean;
	id: string;
	at: string;
	depth: number;
	step: FallRow['step'];
	via: string;
}

function fallRow(zone: string, row: FallColumns): FallRow {
	const { root, id, step, via, depth } = row;
	return { zone, root, kind: row.is_edge ? 'edge' : 'session', id, at: Number(row.at), step, via, depth, order: row.place };
}

/** The rows of ids, where they exist. */
export async function loadRows(pg: Statements, { zoneNo, zoneId }: Zone, ids: LoadIds): Promise<GraphRows> {
	const of = (table: string, wanted: readonly string[]) =>
		wanted.length === 0
			? []
			: pg<Row[]>`select id, facts from ${pg(table)} where zone_no = ${zoneNo} and id = any(${array(wanted)}::text[])`;
	const [sessions, edges, records] = await Promise.all([
		of('authority_sessions', ids.sessions),
		of('authority_edges', ids.edges),
		of('authority_records', ids.records),
	]);
	return {
		sessions: sessions.map(({ id, facts }) => decodeSession(zoneId, id, facts)),
		edges: edges.map(({ id, facts }) => decodeEdge(zoneId, id, facts)),
		records: records.map(({ id, facts }) => decodeRecord(zoneId, id, facts)),
		falls: [],
	};
}

/** The roots of cascades near what changed, as `Wants.near` says. */
export async function rootsNear(pg: Statements, zoneNo: number, near: NonNullable<Wants['near']>): Promise<string[]> {
	const touching = array(near.touching);
	const rows = await pg<{ root: string }[]>`
		with touched as (
			select id, source, target from authority_edges where zone_no = ${zoneNo} and source = any(${touching}::text[])
			union all select id, source, target from authority_edges where zone_no = ${zoneNo} and target = any(${touching}::text[])
		), wanted(id, is_edge) as (
			select unnest(${array(near.sessions)}::text[]), false
			union select unnest(${array(near.edges)}::text[]), true
			union select id, true from touched union select source, false from touched union select target, false from touched
		)
		select distinct f.root from wanted w join authority_falls f on f.zone_no = ${zoneNo} and f.id = w.id and f.is_edge = w.is_edge`;
	return rows.map(({ root }) => root);
}

/** Delegations with all they took down. */
export async function loadRoots(pg: Statements, { zoneNo, zoneId }: Zone, roots: readonly string[]): Promise<GraphRows> {
	const [edges, falls] = await Promise.all([
		pg<Row[]>`select id, facts from authority_edges where zone_no = ${zoneNo} and id = any(${array(roots)}::text[])`,
		pg<FallColumns[]>`
			select root, place, is_edge, id, at, depth, step, via from authority_falls
			where zone_no = ${zoneNo} and root = any(${array(roots)}::text[]) order by root, place`,
	]);
	return {
		sessions: [],
		edges: edges.map(({ id, facts }) => decodeEdge(zoneId, id, facts)),
		records: [],
		falls: falls.map((row) => fallRow(zoneId, row)),
	};
}

/** Sessions with their children, the delegations that touch them, and the sessions at the other ends of those. */
export async function loadAround(pg: Statements, { zoneNo, zoneId }: Zone, around: readonly string[]): Promise<GraphRows> {
	const ids = array(around);
	const [edges, sessions] = await Promise.all([
		pg<Row[]>`
			select id, facts from authority_edges where zone_no = ${zoneNo} and source = any(${ids}::text[])
			union select id, facts from authority_edges where zone_no = ${zoneNo} and target = any(${ids}::text[])`,
		pg<Row[]>`
			with near as (
				select unnest(${ids}::text[]) as id
				union select target from authority_edges where zone_no = ${zoneNo} and source = any(${ids}::text[])
				union select source from authority_edges where zone_no = ${zoneNo} and target = any(${ids}::text[])
				union select id from authority_sessions where zone_no = ${zoneNo} and parent = any(${ids}::text[])
			)
			select s.id, s.facts from near n join authority_sessions s on s.zone_no = ${zoneNo} and s.id = n.id`,
	]);
	return {
		sessions: sessions.map(({ id, facts }) => decodeSession(zoneId, id, facts)),
		edges: edges.map(({ id, facts }) => decodeEdge(zoneId, id, facts)),
		records: [],
		falls: [],
	};
}

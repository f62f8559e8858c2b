import type { FallRow } from '../../lib/authority/rows';
import type { AuthorityChanges } from '../../lib/authority/state';
import { arrayText, textArrayText } from '../ledger/arrays';
import type { Statements } from '../one-connection';
import { edgeColumns, recordColumns, revocationColumns, sessionColumns } from './columns';

/** What a batch changed in one zone. */
export interface ZoneChanges {
	readonly zoneNo: number;
	readonly changes: AuthorityChanges;
}

/** Each row with the number of its zone. */
function rowsOf<T, C>(zones: readonly ZoneChanges[], pick: (changes: AuthorityChanges) => readonly T[], columns: (row: T) => C) {
	const zoneNos: number[] = [];
	const rows: C[] = [];
	for (const { zoneNo, changes } of zones)
		for (const row of pick(changes)) {
			zoneNos.push(zoneNo);
			rows.push(columns(row));
		}
	const column = <V>(value: (row: C) => V) => rows.map(value);
	return { count: rows.length, zoneNos: arrayText(zoneNos), column };
}

function saveSessions(pg: Statements, zones: readonly ZoneChanges[]): Promise<unknown>[] {
	const { count, zoneNos, column } = rowsOf(zones, ({ sessions }) => sessions, sessionColumns);
	if (count === 0) return [];
	return [
		pg`
			insert into authority_sessions as s (zone_no, id, parent, record, app, from_at, over_at, keys, facts)
			select z, i, p, r, a, f, o, k::text[], j from unnest(${zoneNos}::int[], ${textArrayText(column((row) => row.id))}::text[],
				${textArrayText(column((row) => row.parent))}::text[], ${textArrayText(column((row) => row.record))}::text[],
				${textArrayText(column((row) => row.app))}::text[], ${arrayText(column((row) => row.fromAt))}::bigint[],
				${arrayText(column((row) => row.overAt))}::bigint[], ${textArrayText(column((row) => textArrayText(row.keys)))}::text[],
				${textArrayText(column((row) => row.facts))}::text[]) as n(z, i, p, r, a, f, o, k, j)
			on conflict (zone_no, id) do update set parent = excluded.parent, record = excluded.record, app = excluded.app,
				from_at = excluded.from_at, over_at = excluded.over_at, keys = excluded.keys, facts = excluded.facts`,
	];
}

function saveEdges(pg: Statements, zones: readonly ZoneChanges[]): Promise<unknown>[] {
	const { count, zoneNos, column } = rowsOf(zones, ({ edges }) => edges, edgeColumns);
	if (count === 0) return [];
	return [
		pg`
			insert into authority_edges as e (zone_no, id, source, target, from_at, over_at, keys, facts)
			select z, i, s, t, f, o, k::text[], j from unnest(${zoneNos}::int[], ${textArrayText(column((row) => row.id))}::text[],
				${textArrayText(column((row) => row.source))}::text[], ${textArrayText(column((row) => row.target))}::text[],
				${arrayText(column((row) => row.fromAt))}::bigint[], ${arrayText(column((row) => row.overAt))}::bigint[],
				${textArrayText(column((row) => textArrayText(row.keys)))}::text[], ${textArrayText(column((row) => row.facts))}::text[])
				as n(z, i, s, t, f, o, k, j)
			on conflict (zone_no, id) do update set source = excluded.source, target = excluded.target, from_at = excluded.from_at,
				over_at = excluded.over_at, keys = excluded.keys, facts = excluded.facts`,
	];
}

function saveRecords(pg: Statements, zones: readonly ZoneChanges[]): Promise<unknown>[] {
	const { count, zoneNos, column } = rowsOf(zones, ({ records }) => records, recordColumns);
	if (count === 0) return [];
	return [
		pg`
			insert into authority_records (zone_no, id, subject, facts)
			select * from unnest(${zoneNos}::int[], ${textArrayText(column((row) => row.id))}::text[],
				${textArrayText(column((row) => row.subject))}::text[], ${textArrayText(column((row) => row.facts))}::text[])
			on conflict (zone_no, id) do update set subject = excluded.subject, facts = excluded.facts`,
	];
}

function saveRevocations(pg: Statements, zones: readonly ZoneChanges[]): Promise<unknown>[] {
	const { count, zoneNos, column } = rowsOf(zones, ({ revocations }) => revocations, revocationColumns);
	if (count === 0) return [];
	const [seqs, decided] = [arrayText(column((row) => row.seq)), arrayText(column((row) => row.decidedAt))];
	return [
		pg`
			insert into authority_revocations (zone_no, seq, kind, decided_at, id, facts)
			select * from unnest(${zoneNos}::int[], ${seqs}::bigint[], ${textArrayText(column((row) => row.kind))}::text[],
				${decided}::bigint[], ${textArrayText(column((row) => row.id))}::text[], ${textArrayText(column((row) => row.facts))}::text[])
			on conflict (zone_no, seq) do update set kind = excluded.kind, decided_at = excluded.decided_at, id = excluded.id, facts = excluded.facts`,
		pg`
			insert into authority_checks (zone_no, seq, decided_at)
			select * from unnest(${zoneNos}::int[], ${seqs}::bigint[], ${decided}::bigint[]) on conflict do nothing`,
	];
}

function saveFalls(pg: Statements, zones: readonly ZoneChanges[]): Promise<unknown>[] {
	const roots = zones.flatMap(({ zoneNo, changes }) => [...changes.falls.keys()].map((root) => ({ zoneNo, root })));
	if (roots.length === 0) return [];
	const rows = rowsOf(
		zones,
		({ falls }) => [...falls.values()].flat(),
		(fall: FallRow) => fall,
	);
	const { zoneNos, column } = rows;
	return [
		pg`
			delete from authority_falls f using unnest(${arrayText(roots.map((each) => each.zoneNo))}::int[],
				${textArrayText(roots.map((each) => each.root))}::text[]) as n(z, r)
			where f.zone_no = n.z and f.root = n.r`,
		pg`
			insert into authority_falls (zone_no, root, place, is_edge, id, at, depth, step, via)
			select * from unnest(${zoneNos}::int[], ${textArrayText(column((row) => row.root))}::text[],
				${arrayText(column((row) => row.order))}::int[], ${`{${column((row) => (row.kind === 'edge' ? 't' : 'f')).join(',')}}`}::boolean[],
				${textArrayText(column((row) => row.id))}::text[], ${arrayText(column((row) => row.at))}::bigint[],
				${arrayText(column((row) => row.depth))}::int[], ${textArrayText(column((row) => row.step))}::text[],
				${textArrayText(column((row) => row.via))}::text[])`,
	];
}

/** Writes what changed, one statement per table. The promises belong to one transaction: await them all. */
export function saveChanges(pg: Statements, zones: readonly ZoneChanges[]): Promise<unknown>[] {
	return [
		...saveSessions(pg, zones),
		...saveEdges(pg, zones),
		...saveRecords(pg, zones),
		...saveRevocations(pg, zones),
		...saveFalls(pg, zones),
	];
}

import postgres from 'postgres';
import { migrate } from '../../db/migrate';

/** Makes an empty, migrated database on the server. @returns its URL as the owner */
export async function freshDatabase(serverUrl: string, name: string): Promise<string> {
	const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
	await admin.unsafe(`drop database if exists ${name} with (force)`);
	await admin.unsafe(`create database ${name}`);
	await admin.end();
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	await migrate(url.toString());
	return url.toString();
}

/** Tables that grow with events, with their indexes and what lies out of line. */
const GROWING = [
	'ledger_events',
	'search_events',
	'segments',
	'rollup_minute',
	'rollup_hour',
	'rollup_day',
	'rollup_days',
	'search_terms',
	'outbox_receipts',
	'chain_advances',
	'chain_heads',
	'zones',
];

export interface Sizes {
	readonly total: number;
	readonly byTable: Readonly<Record<string, number>>;
}

/** Bytes on disk of all that grows with events: heap, every index, TOAST, every partition. */
export async function measureSizes(sql: postgres.Sql): Promise<Sizes> {
	const rows = await sql<{ root: string; bytes: string }[]>`
		select root::text as root, sum(pg_total_relation_size(part))::text as bytes
		from unnest(${GROWING}::text[]) as root,
			lateral (select relid as part from pg_partition_tree(root::regclass) union select root::regclass) as parts
		group by root`;
	const byTable = Object.fromEntries(rows.map((row) => [row.root, Number(row.bytes)]));
	return { total: Object.values(byTable).reduce((sum, bytes) => sum + bytes, 0), byTable };
}

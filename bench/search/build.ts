import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { openSql } from '../../db/client';
import { migrate } from '../../db/migrate';
import { zonesBehind } from '../../db/word-index/heads';
import { DaySums } from '../../worker/day-sums';
import { WordIndexWriter } from '../../worker/word-index/advance';
import { INSERT_CHUNK, INSERT_HOURS, INSERT_MINUTES, INSERT_TERMS } from './build-sql';
import { CARACAL_CHUNK, CARACAL_INDEXES, CARACAL_TABLE, caracalMonth } from './caracal-schema';
import { CHUNK_HOURS, CHUNKS, FROM_MICROS, ZONES } from './world';

type Say = (line: string) => void;

const chunkStart = (chunk: number) => new Date(Number(FROM_MICROS / 1000n) + chunk * CHUNK_HOURS * 3_600_000).toISOString();

async function months(sql: postgres.Sql): Promise<void> {
	const first = new Date(chunkStart(0));
	for (let month = 0; month < 3; month++) {
		const [from, to] = [month, month + 1].map((n) =>
			new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + n, 1)).toISOString().slice(0, 10),
		);
		if (from === undefined || to === undefined) continue;
		for (const parent of ['ledger_events', 'search_events', 'segments']) await sql`select audit_month_ensure(${parent}, ${from}::date)`;
		await sql.unsafe(caracalMonth(from.slice(0, 7).replace('-', '_'), from, to));
	}
}

/** One piece, whole or not at all; where the build stands is part of it. */
async function buildChunk(sql: postgres.Sql, chunk: number, events: number): Promise<void> {
	const bound = (n: number) => String(Math.floor((events * n) / CHUNKS));
	const [from, to] = [chunkStart(chunk), chunkStart(chunk + 1)];
	await sql.begin(async (tx) => {
		const heads = await tx.unsafe<{ zone_no: number; seq: string; events: string }[]>(INSERT_CHUNK, [
			bound(chunk),
			bound(chunk + 1),
			from,
			chunkStart(0),
		]);
		for (const head of heads)
			await tx`insert into chain_heads (zone_no, chain_seq, event_count, content_sha256) values (${head.zone_no}, ${head.seq}, ${head.events}, sha256(''))
				on conflict (zone_no) do update set chain_seq = excluded.chain_seq, event_count = chain_heads.event_count + excluded.event_count, updated_at = now()`;
		for (const statement of [INSERT_MINUTES, INSERT_HOURS, CARACAL_CHUNK]) await tx.unsafe(statement, [from, to]);
		await tx`insert into bench.progress (step) values (${`chunk ${chunk}`})`;
	});
}

async function buildWords(url: string, events: number, say: Say): Promise<void> {
	const sql = openSql(url, { role: 'console_worker', connectionsMax: 2, applicationName: 'bench-search' });
	const words = new WordIndexWriter(sql);
	const pace = { batchEvents: 4096, sliceEvents: 1024, pause: () => sleep(0) };
	for (let said = 0; ; ) {
		const behind = await zonesBehind(sql);
		if (behind.length === 0) break;
		for (const zone of behind)
			while ((await words.advance(zone.zoneNo, zone.ledgerSeq, pace)) > 0) {
				const left = (await zonesBehind(sql)).reduce((sum, each) => sum + each.ledgerSeq - each.indexedSeq, 0);
				if (events - left - said >= events / 20) {
					said = events - left;
					say(`  words of ${said.toLocaleString('en')} events`);
				}
			}
	}
	await words.close();
	await sql.end();
}

async function buildDays(url: string): Promise<void> {
	const sql = openSql(url, { role: 'console_worker', connectionsMax: 1, applicationName: 'bench-search' });
	await new DaySums({ sql, isBusy: () => false, log: { info() {}, warn() {}, error() {} } }).turn();
	await sql.end();
}

/**
 * Builds the ledger of `events` events and Caracal's table beside it, or goes on with a build that was cut off. A database is of one
 * size; another size is another database.
 * @returns the database's address
 */
export async function buildLedger(serverUrl: string, events: number, say: Say): Promise<string> {
	const name = `search_${events}`;
	const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
	const [there] = await admin`select from pg_database where datname = ${name}`;
	if (there === undefined) await admin.unsafe(`create database ${name}`);
	// the owner's name is that of the schema with Caracal's table: what is made without a schema would end up there
	await admin.unsafe(`alter database ${name} set search_path = public`);
	await admin.end();
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	await migrate(url.toString());
	const sql = postgres(url.toString(), {
		max: 1,
		onnotice: () => {},
		connection: { TimeZone: 'UTC', synchronous_commit: 'off', work_mem: '256MB' },
	});
	await sql`create schema if not exists bench`;
	await sql`create table if not exists bench.progress (step text primary key)`;
	const done = new Set((await sql<{ step: string }[]>`select step from bench.progress`).map((row) => row.step));
	const step = async (key: string, what: string, work: () => Promise<unknown>) => {
		if (done.has(key)) return;
		say(what);
		await work();
		await sql`insert into bench.progress (step) values (${key}) on conflict do nothing`;
	};
	await sql.unsafe(CARACAL_TABLE);
	await months(sql);
	for (const [i, zone] of ZONES.entries())
		await sql`insert into zones (zone_no, zone_id) overriding system value values (${i + 1}, ${zone}) on conflict do nothing`;
	await sql.unsafe(INSERT_TERMS);
	for (let chunk = 0; chunk < CHUNKS; chunk++) {
		if (done.has(`chunk ${chunk}`)) continue;
		if (chunk % 10 === 0) say(`  ${Math.floor((events * chunk) / CHUNKS).toLocaleString('en')} of ${events.toLocaleString('en')} events`);
		await buildChunk(sql, chunk, events);
	}
	for (const [i, index] of CARACAL_INDEXES.entries())
		await step(`index ${i}`, `  Caracal's indexes, ${i + 1} of ${CARACAL_INDEXES.length}`, () => sql.unsafe(index));
	await step('words', '  the word index', () => buildWords(url.toString(), events, say));
	await step('days', '  sums of days', () => buildDays(url.toString()));
	await step('vacuum by day', '  vacuum', async () => {
		await sql`vacuum (analyze)`;
		await sql`checkpoint`;
	});
	await sql.end();
	return url.toString();
}

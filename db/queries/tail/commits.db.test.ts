import { readFileSync } from 'node:fs';
import { sql as query } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../database';
import { createTestDatabase, type TestDatabase } from '../../testing/database';
import { testServices } from '../../testing/env';
import { dumpSchema } from '../../testing/schema-dump';
import { type Reader, readSnapshot } from '../reader';
import { commitBefore, eventsBetween, firstMissing, newestCommit, spansBetween, stepFrom } from './commits';

const ZONES = [1, 2, 3, 4, 5];
const COMMITS = 240;

let database: TestDatabase;
let owner: postgres.Sql;
let reading: ReturnType<typeof openDatabase>;

/** What one zone gained in one commit. */
interface Gain {
	readonly commitNo: number;
	readonly zoneNo: number;
	readonly firstSeq: number;
	readonly lastSeq: number;
	/** Microseconds since 1970, between this commit and the one before. */
	readonly at: bigint;
}
const gains: Gain[] = [];

const read = <T>(work: (reader: Reader) => Promise<T>): Promise<T> => readSnapshot(reading.db, 'all', work);

async function nowMicros(): Promise<bigint> {
	const [row] = await owner<{ at: string }[]>`select (extract(epoch from clock_timestamp()) * 1000000)::bigint::text as at`;
	return BigInt(row?.at ?? 0);
}

/** Moves some zones by some events, in one commit. */
async function advance(zones: readonly number[], by: number): Promise<void> {
	const at = await nowMicros();
	const rows = await owner<{ zone_no: number; chain_seq: string; commit_no: string }[]>`
		update chain_heads set chain_seq = chain_seq + ${by}, event_count = event_count + ${by} where zone_no = any(${zones as number[]})
		returning zone_no, chain_seq::text, commit_no::text`;
	for (const row of rows) {
		const lastSeq = Number(row.chain_seq);
		gains.push({ commitNo: Number(row.commit_no), zoneNo: row.zone_no, firstSeq: lastSeq - by + 1, lastSeq, at });
	}
	gains.sort((a, b) => a.commitNo - b.commitNo);
}

/** What the zones gained behind a commit up to another, told by what was noted. */
function spansNoted(zoneNos: readonly number[] | null, from: number, to: number) {
	return ZONES.flatMap((zoneNo) => {
		const own = gains.filter((gain) => gain.zoneNo === zoneNo && gain.commitNo > from && gain.commitNo <= to);
		const [first, last] = [own[0], own.at(-1)];
		if (first === undefined || last === undefined || zoneNos?.includes(zoneNo) === false) return [];
		return [{ zoneNo, firstSeq: first.firstSeq, lastSeq: last.lastSeq }];
	});
}

const lastBefore = (at: bigint) => gains.filter((gain) => gain.at < at).at(-1)?.commitNo ?? 0;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 3, onnotice: () => {} });
	reading = openDatabase(database.url, { role: 'console_web', connectionsMax: 2, applicationName: 'test' });
	for (const zoneNo of ZONES) {
		await owner`insert into zones (zone_id) values (${`zn_${zoneNo}`})`;
		await owner`insert into chain_heads (zone_no, chain_seq, event_count, content_sha256) values (${zoneNo}, 0, 0, '')`;
		// of zone 5 retention has taken everything
		if (zoneNo === 5) continue;
		await owner`
			insert into ledger_events (occurred_at, ingested_at, chain_seq, entry_ms, segment_no, zone_no, entry_seq, segment_index, stream_no, id,
				event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status, content_sha256)
			select now(), now(), i, 1, 1, ${zoneNo}, 0, 0, 1, ${zoneNo} || '-' || i, 'token_exchange', '', 'allow', '', '', '', '', ''
			from generate_series(1, ${COMMITS * 3}) as i`;
	}
	for (let i = 0; i < COMMITS; i++) {
		// zone 4 moves once early and once late
		const zones = i === 3 || i === COMMITS - 2 ? [4] : ZONES.slice(0, 3).filter((zoneNo) => (i * 7 + zoneNo * 5) % 4 !== 0);
		if (zones.length > 0) await advance(zones, 1 + (i % 3));
	}
});
afterAll(async () => {
	await reading?.close();
	await owner?.end();
	await database?.drop();
});

test('the log says what each zone gained between any two commits', async () => {
	const newest = gains.at(-1)?.commitNo ?? 0;
	expect(await read(newestCommit)).toBe(newest);
	await read(async (reader) => {
		for (let i = 0; i < 60; i++) {
			const from = (i * 131) % (newest + 1);
			const to = from + ((i * 57) % (newest - from + 1));
			const zoneNos = [null, [1], [2, 4], [4]][i % 4] ?? null;
			const noted = spansNoted(zoneNos, from, to);
			expect(await spansBetween(reader, zoneNos, from, to)).toEqual(noted);
			expect(await eventsBetween(reader, zoneNos, from, to)).toBe(noted.reduce((sum, span) => sum + span.lastSeq - span.firstSeq + 1, 0));
			expect(await stepFrom(reader, zoneNos, from, to, 1e9)).toEqual({ from, to, spans: noted });
			// times are kept in milliseconds, rounded up: nothing at or behind the instant is left out
			const at = gains[i * 5]?.at ?? 0n;
			const sooner = gains.filter((gain) => gain.at <= at - 2000n).at(-1)?.at ?? 0n;
			const commitNo = await commitBefore(reader, at);
			expect(commitNo).toBeLessThanOrEqual(lastBefore(at));
			expect(commitNo).toBeGreaterThanOrEqual(lastBefore(sooner));
		}
	});
});

test('steps of any size follow each other without a gap', async () => {
	for (const eventsMax of [1, 50, 1000]) {
		let [at, events] = [0, 0];
		for (let step = await read((reader) => stepFrom(reader, null, at, null, eventsMax)); step.to > at; ) {
			expect(step.spans).toEqual(spansNoted(null, at, step.to));
			events += step.spans.reduce((sum, span) => sum + span.lastSeq - span.firstSeq + 1, 0);
			at = step.to;
			step = await read((reader) => stepFrom(reader, null, at, null, eventsMax));
		}
		expect(events).toBe(gains.reduce((sum, gain) => sum + gain.lastSeq - gain.firstSeq + 1, 0));
	}
});

test('numbers nothing has are stepped over', async () => {
	const from = gains.at(-1)?.commitNo ?? 0;
	await owner`select setval('chain_commit_no', ${from + 50_000})`;
	await advance([1], 2);
	const step = await read((reader) => stepFrom(reader, null, from, null, 10));
	expect(step).toEqual({ from, to: from + 50_001, spans: spansNoted(null, from, from + 50_001) });
	expect(step.spans).toHaveLength(1);
});

test('a number is seen only when all lower ones are', async () => {
	const before = await read(newestCommit);
	const first = await owner.reserve();
	const second = await owner.reserve();
	try {
		const move = (zoneNo: number) => `update chain_heads set chain_seq = chain_seq + 1, event_count = event_count + 1
			where zone_no = ${zoneNo} returning commit_no::integer`;
		await first.unsafe('begin');
		const [low] = await first.unsafe(move(1));
		await second.unsafe('begin');
		const moving = second.unsafe(move(2)).execute();
		for (let waits = 0; waits === 0; )
			[{ waits }] =
				(await owner`select count(*)::integer as waits from pg_locks where locktype = 'advisory' and not granted`) as unknown as [
					{ waits: number },
				];
		expect(await read(newestCommit)).toBe(before);
		await first.unsafe('commit');
		const [high] = await moving;
		expect(await read(newestCommit)).toBe(low?.commit_no);
		await second.unsafe('commit');
		expect(await read(newestCommit)).toBe(high?.commit_no);
		expect(high?.commit_no).toBeGreaterThan(low?.commit_no);
	} finally {
		first.release();
		second.release();
	}
});

test('of what retention took the log keeps nothing for long, and leads nobody past it', async () => {
	for (let i = 0; i < 200; i++) await advance([5], 1);
	const [row] = await owner<{ n: number }[]>`select count(*)::integer as n from chain_advances where zone_no = 5`;
	expect(row?.n).toBe(1);
	const first = gains.find((gain) => gain.zoneNo === 5)?.commitNo ?? 0;
	const spans = await read((reader) => spansBetween(reader, [5], first, first + 100_000));
	expect(spans).toMatchObject([{ zoneNo: 5, firstSeq: 1, lastSeq: 200 }]);
	expect(await read((reader) => firstMissing(reader, spans))).toMatchObject({ zoneNo: 5 });
});

test('a log with a row for each commit is taken over', async () => {
	const migration = (name: string) => readFileSync(new URL(`../../migrations/${name}.sql`, import.meta.url), 'utf8');
	const schema = await dumpSchema(owner);
	const kept = await read((reader) => spansBetween(reader, null, 0, 1e9));
	const inserted = await owner.begin(async (tx) => {
		await tx.unsafe(`
			drop table chain_advances;
			drop trigger chain_heads_numbered on chain_heads; drop trigger chain_heads_begun on chain_heads; drop trigger chain_heads_moved on chain_heads;
			drop function chain_head_numbered, chain_advance_note, chain_advances_note;
			drop sequence chain_commit_no;
			alter table chain_heads drop column commit_no`);
		await tx.unsafe(migration('0007_chain_advances'));
		await tx`delete from chain_advances`;
		// two zones may share a number, and months may lie between two commits
		for (const [i, gain] of gains.entries())
			await tx`insert into chain_advances (commit_no, zone_no, first_seq, last_seq, advanced_at) values
				(${gain.commitNo - (i % 2)}, ${gain.zoneNo}, ${gain.firstSeq}, ${gain.lastSeq}, now() - ${gains.length - i} * interval '1 day')
				on conflict do nothing`;
		const [row] = await tx<{ n: number }[]>`select count(*)::integer as n from chain_advances`;
		await tx.unsafe(migration('0009_chain_commits'));
		return row?.n;
	});
	const lines = (dump: string) => dump.split('\n').sort();
	expect(lines(await dumpSchema(owner))).toEqual(lines(schema));
	const after = await read((reader) => spansBetween(reader, null, 0, 1e9));
	expect(after.map((span) => span.zoneNo)).toEqual(kept.map((span) => span.zoneNo));
	for (const [i, span] of after.entries()) expect(span.lastSeq).toBe(gains.filter((gain) => gain.zoneNo === ZONES[i]).at(-1)?.lastSeq);
	const [held] = await read((reader) =>
		reader.execute(query`select coalesce(sum(cardinality(commits)), 0)::integer as n from chain_advances`),
	);
	expect(held?.n).toBe(inserted);
});

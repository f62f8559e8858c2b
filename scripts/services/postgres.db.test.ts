import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityOf } from '../bootstrap/process-identity.mjs';
import { isPortFree } from './ports';
import { startPostgres } from './postgres';
import { removeOutsideData } from './postgres-outside';
import { placePostgres } from './postgres-place';
import { killHard, startOwner } from './testing/start-owner';
import { waitFor } from './wait-for';

let dataDir: string;

beforeAll(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'caracal-postgres-'));
});

afterAll(() => {
	removeOutsideData(dataDir);
	rmSync(dataDir, { recursive: true, force: true });
});

async function ask(url: string, statement: string): Promise<unknown> {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	try {
		const [row] = await sql.unsafe(statement);
		return row ? Object.values(row)[0] : undefined;
	} finally {
		await sql.end();
	}
}

test('data survives a restart, commits are durable, times are UTC, and nobody comes in without the password', async () => {
	const first = await startPostgres({ dataDir });
	await ask(first.url, 'create table kept as select 42 as answer');
	const settings = "current_setting('fsync') || ' ' || current_setting('synchronous_commit') || ' ' || current_setting('timezone')";
	expect(await ask(first.url, `select ${settings}`)).toBe('on on UTC');
	const withoutPassword = new URL(first.url);
	withoutPassword.password = 'wrong';
	await expect(ask(withoutPassword.toString(), 'select 1')).rejects.toThrow(/password authentication failed/);
	await first.stop();
	expect(identityOf(first.pid)).toBeNull();

	const second = await startPostgres({ dataDir });
	expect(await ask(second.url, 'select answer from kept')).toBe(42);
	await expect(startPostgres({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`);
	await second.stop();
	expect(await isPortFree(second.port)).toBe(true);
});

test('a killed owner leaves no server behind', async () => {
	const owner = await startOwner('postgres', dataDir);
	await killHard(owner.process);
	await waitFor('reaping', () => identityOf(owner.pid) === null, { timeoutMs: 30_000 });
	expect(identityOf(owner.pid)).toBeNull();
});

test('an orphan that no reaper stopped is stopped by the next start, which finds the data', async () => {
	const owner = await startOwner('postgres', dataDir);
	process.kill(owner.reaper, 'SIGKILL');
	await killHard(owner.process);
	expect(identityOf(owner.pid)).not.toBeNull();
	const next = await startPostgres({ dataDir });
	expect(identityOf(owner.pid)).toBeNull();
	expect(await ask(next.url, 'select answer from kept')).toBe(42);
	await next.stop();
});

test('a pid file that names a process of something else is no obstacle, and that process lives on', async () => {
	const pidFile = join(placePostgres(dataDir).cluster, 'data', 'postmaster.pid');
	writeFileSync(pidFile, `${process.pid}\n/elsewhere\n1\n5432\n\n127.0.0.1\n  1 1\nready   \n`);
	const server = await startPostgres({ dataDir });
	expect(readFileSync(pidFile, 'utf8').split('\n')[0]).toBe(String(server.pid));
	await server.stop();
});

test('a server that was killed while one of its processes was busy is started again', async () => {
	const first = await startPostgres({ dataDir });
	const sql = postgres(first.url, { max: 1, onnotice: () => {} });
	await sql`select 1`;
	const busy = sql`select count(*) from generate_series(1, 15000000)`.catch(() => 'cut');
	await waitFor(
		'the statement',
		async () => (await ask(first.url, "select count(*) from pg_stat_activity where query like '%15000000%'")) === '2',
		{
			timeoutMs: 10_000,
		},
	);
	process.kill(first.pid, 'SIGKILL');
	await first.exited;
	await first.stop();
	const second = await startPostgres({ dataDir });
	expect(await ask(second.url, 'select 1')).toBe(1);
	await second.stop();
	await busy;
	await sql.end({ timeout: 1 });
});

test('a port in use is an error with the words of the server', async () => {
	const other = await startOwner('redis', join(dataDir, 'redis'));
	const port = Number(new URL(other.url).port);
	await expect(startPostgres({ dataDir, port })).rejects.toThrow(/Postgres did not start: .*could not/);
	await killHard(other.process);
});

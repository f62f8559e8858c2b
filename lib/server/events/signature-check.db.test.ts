import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { testServices } from '../../../db/testing/env';
import { seedEvents } from '../../../db/testing/seed-events';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';
import { checkSignature } from './signature-check';

const ctx = contextOf('viewer');
const input = { zone: 'zn_a', seq: '1' };
let database: ConsoleDatabase;
let worker: postgres.Sql;

beforeAll(async () => {
	database = await useConsoleDatabase();
	await seedEvents(database.owner, [{ zone: 'zn_a', at: 1_764_000_000_000_000n }]);
	const [{ name } = { name: '' }] = await database.owner<{ name: string }[]>`select current_database() as name`;
	const url = new URL(testServices().databaseUrl);
	url.pathname = `/${name}`;
	worker = postgres(url.toString(), { max: 2, onnotice: () => {}, connection: { role: 'console_worker' } });
});
afterAll(async () => {
	await worker?.end();
	await database?.close();
});
beforeEach(() => takeRecorded(database.owner));
afterEach(async () => {
	await database.owner`delete from worker_heartbeats`;
	await database.owner`delete from signature_checks`;
});

const beat = () => database.owner`insert into worker_heartbeats (worker_id) values ('w')`;

/** Answers whatever is asked, as a worker would. */
async function answerAll(state: string, detail: string): Promise<{ stop(): Promise<void> }> {
	const answer = () =>
		worker`update signature_checks set checked_at = now(), state = ${state}, detail = ${detail} where checked_at is null`.then(() => {});
	const listening = await worker.listen('signature_checks', answer);
	return { stop: () => listening.unlisten() };
}

test('without a worker it says so without asking, so that no question is left behind', async () => {
	expect(await checkSignature({ ctx, input })).toMatchObject({
		zone: 'zn_a',
		seq: 1,
		state: 'no_answer',
		todo: expect.stringContaining('worker'),
		checkedAt: null,
		parts: [],
	});
	expect(await database.owner`select from signature_checks`).toHaveLength(0);
});

test('a worker that lives and does not answer is waited for, and that nothing is known is said', async () => {
	await beat();
	const began = performance.now();
	expect((await checkSignature({ ctx, input })).state).toBe('no_answer');
	expect(performance.now() - began).toBeGreaterThan(4_000);
});

test('gives what a worker found, and records that it was read', async () => {
	await beat();
	const parts = [{ part: 'content', state: 'fails', words: 'it differs', expected: 'a', found: 'b' }];
	const answering = await answerAll('content_mismatch', JSON.stringify(parts));
	try {
		const found = await checkSignature({ ctx, input });
		expect(found).toMatchObject({
			state: 'content_mismatch',
			parts,
			words: expect.stringMatching(/row/),
			todo: expect.stringMatching(/./),
		});
		expect(found.checkedAt).toMatch(/Z$/);
	} finally {
		await answering.stop();
	}
	expect(
		(await takeRecorded(database.owner)).map(({ event_type, zone_id, metadata_json }) => [event_type, zone_id, metadata_json.part]),
	).toEqual([['console.event_opened', 'zn_a', 'signature']]);
});

test.each([
	['a state of a later version', 'superb', '[]'],
	['findings that are none', 'valid', 'not json'],
	['findings of another shape', 'valid', '[{"part":"x"}]'],
])('%s is told as failed', async (_, state, detail) => {
	await beat();
	const answering = await answerAll(state, detail);
	try {
		expect(await checkSignature({ ctx, input })).toMatchObject({ state: 'failed', parts: [] });
	} finally {
		await answering.stop();
	}
});

test.each([
	[{ zone: 'zn_a', seq: '99' }, 'not_found'],
	[{ zone: 'nowhere', seq: '1' }, 'not_found'],
	[{ zone: 'zn_a', seq: 'x' }, 'invalid_input'],
])('%o is refused in words', async (wrong, code) => {
	await expect(checkSignature({ ctx, input: wrong })).rejects.toMatchObject({ code, todo: expect.stringMatching(/\w/) });
});

test('nobody asks in a zone of others', async () => {
	await expect(checkSignature({ ctx: contextOf('admin', ['zn_b']), input })).rejects.toMatchObject({ code: 'forbidden' });
	expect(await takeRecorded(database.owner)).toEqual([]);
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seedEvents } from '../../../db/testing/seed-events';
import { newEvidenceSchema } from '../../api/evidence';
import type { Context } from '../access';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';
import { downloadEvidence } from './download';
import { cancelEvidence, createEvidence, getEvidence, listEvidence } from './jobs';

const MICROS = 1_764_000_000_000_000n;
const ctx = contextOf('admin', null, 'evidence.export');
let database: ConsoleDatabase;

beforeAll(async () => {
	database = await useConsoleDatabase();
	for (const zone of ['zn_a', 'zn_b']) await seedEvents(database.owner, [{ zone, at: MICROS }]);
});
afterAll(() => database?.close());
beforeEach(async () => {
	await takeRecorded(database.owner);
	await database.owner`delete from evidence_job_parts`;
	await database.owner`delete from evidence_jobs`;
});

const ask = (input: object, by: Context = ctx) => createEvidence({ ctx: by, input: newEvidenceSchema.parse(input) });
const told = async () =>
	(await takeRecorded(database.owner)).map(
		({ event_type, zone_id, metadata_json: { actor_id: _, actor_kind: __, actor_name: ___, ...rest } }) => [event_type, zone_id, rest],
	);

/** Ends a job as a worker does. */
async function done(job: string, parts: readonly string[]): Promise<void> {
	const { owner } = database;
	for (const [i, part] of parts.entries()) await owner`insert into evidence_job_parts values (${job}, ${i}, ${Buffer.from(part)})`;
	await owner`update evidence_jobs set state = 'done', ended_at = now(), events = 3, events_total = 3, bytes = ${parts.join('').length},
		expires_at = now() + interval '1 day' where job_id = ${job}`;
}

test('what is asked for is fixed and recorded in each zone with who, what and filter', async () => {
	const job = await ask({ kind: 'search', q: 'decision:deny', from: '2026-05-11T08:00:00Z', to: '2026-05-11T10:00:00.5+01:00' });
	expect(job).toMatchObject({
		...{ zones: ['zn_a', 'zn_b'], kind: 'search', subject: 'decision:deny', q: 'decision:deny', state: 'waiting', fetchable: false },
		...{ from: '2026-05-11T08:00:00.000000Z', to: '2026-05-11T09:00:00.500000Z', askedBy: 'user:mira', eventsTotal: null },
	});
	const filters = { kind: 'search', subject: 'decision:deny', q: 'decision:deny', from: job.from, to: job.to };
	const format = 'evidence bundle';
	expect(await told()).toEqual([
		['console.export', 'zn_a', { filters, zones: [], format }],
		['console.export', 'zn_b', { filters, zones: [], format }],
	]);
	expect(await ask({ kind: 'request', subject: 'req "1"', zones: ['zn_a'] })).toMatchObject({
		q: 'request:"req \\"1\\""',
		from: null,
		to: null,
	});
	const last = await ask({ kind: 'range', last: '1h', zones: ['zn_a'] });
	expect(Date.parse(last.to ?? '') - Date.parse(last.from ?? '')).toBe(3_600_000);
	expect(await ask({ kind: 'revocation', subject: '12', zones: ['zn_b'] })).toMatchObject({ subject: '#12', q: '' });
	expect((await listEvidence({ ctx })).jobs.map(({ kind }) => kind)).toEqual(['revocation', 'range', 'request', 'search']);
});

test.each<[object, RegExp]>([
	[{ kind: 'request' }, /Which request/],
	[{ kind: 'incident' }, /Which incident/],
	[{ kind: 'revocation', subject: 'x', zones: ['zn_a'] }, /its place/],
	[{ kind: 'revocation', subject: '1' }, /one zone/],
	[{ kind: 'search', q: 'decision:(' }, /cannot be read/],
	[{ kind: 'range', from: '2026-05-11T08:00:00Z', to: '2026-05-11T10:00:00+02:00' }, /ends before it begins/],
	[{ kind: 'range', last: '1h', to: '2026-05-11T10:00:00Z' }, /different times/],
])('%j is refused in words', async (input, words) => {
	await expect(ask(input)).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringMatching(words) });
	expect(await told()).toEqual([]);
});

test('a few at once and so many kept, whatever zones they are of', async () => {
	for (let i = 0; i < 5; i++) await ask({ kind: 'range', zones: [i % 2 === 0 ? 'zn_a' : 'zn_b'] });
	await expect(ask({ kind: 'range', zones: ['zn_a'] })).rejects.toMatchObject({
		code: 'conflict',
		message: expect.stringContaining('open'),
	});
	await database.owner`update evidence_jobs set state = 'done', ended_at = now(), expires_at = now() + interval '1 day'`;
	await database.owner`insert into evidence_jobs (zone_nos, subject_kind, subject, asked_by, state, ended_at, expires_at)
		select '{2}', 'range', 'x', 'user:mira', 'done', now(), now() + interval '1 day' from generate_series(1, 45)`;
	await expect(ask({ kind: 'range', zones: ['zn_a'] })).rejects.toMatchObject({
		code: 'conflict',
		message: expect.stringContaining('kept'),
	});
	const [{ job } = { job: '' }] = (await listEvidence({ ctx })).jobs;
	expect(await cancelEvidence({ ctx, jobId: job })).toMatchObject({ fetchable: false, cancelledBy: 'user:mira' });
	await ask({ kind: 'range', zones: ['zn_a'] });
});

test('the bytes come whole, are recorded, and go; a bundle of a zone that is not theirs is not there', async () => {
	const { job } = await ask({ kind: 'range' });
	await expect(downloadEvidence({ ctx, jobId: job })).rejects.toMatchObject({ code: 'conflict', message: 'The bundle is waiting.' });
	await done(job, ['one\n', 'two\n']);
	await takeRecorded(database.owner);
	const response = await downloadEvidence({ ctx, jobId: job });
	expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${job}.caracal-evidence.ndjson"`);
	expect(await response.text()).toBe('one\ntwo\n');
	const details = { filters: { kind: 'range', bundle: job }, format: 'evidence bundle', events_exported: 3 };
	expect(await told()).toEqual(['zn_a', 'zn_b'].map((zone) => ['console.export', zone, { ...details, zones: [zone] }]));

	const narrow = contextOf('investigator', ['zn_a'], 'evidence.export');
	for (const verb of [getEvidence, cancelEvidence, downloadEvidence])
		await expect(verb({ ctx: narrow, jobId: job })).rejects.toMatchObject({ code: 'not_found' });
	expect((await listEvidence({ ctx: narrow })).jobs).toEqual([]);
	await expect(ask({ kind: 'range', zones: ['zn_b'] }, narrow)).rejects.toMatchObject({ code: 'forbidden' });
	expect((await ask({ kind: 'range' }, narrow)).zones).toEqual(['zn_a']);

	const cut = await downloadEvidence({ ctx, jobId: job });
	await database.owner`delete from evidence_job_parts where part_no = 1`;
	await expect(cut.text()).rejects.toThrow();
	await database.owner`update evidence_jobs set expires_at = now() - interval '1 second' where job_id = ${job}`;
	await expect(downloadEvidence({ ctx, jobId: job })).rejects.toMatchObject({ code: 'gone' });
	expect((await getEvidence({ ctx, jobId: job })).fetchable).toBe(false);
});

import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { storePart, takeEvidenceJob, tidyEvidence } from '../../db/integrity/evidence-jobs';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { verifyBundle } from '../../lib/bundle/verify/verify';
import { keptContentSha256 } from '../../lib/chain/kept-content';
import { nodePrimitives } from '../../lib/chain/node-primitives';
import { publicSet } from '../../lib/checkpoint/signer-set';
import { formatVerifierKey } from '../../lib/checkpoint/verifier-key';
import { Checkpoints } from '../integrity/checkpoints';
import { SILENT } from '../testing/consumers';
import { appendEvents, keyFile, signersOf, tamper } from '../testing/integrity';
import { EvidenceJobs, type EvidenceOptions } from './loop';

const SIGNERS = signersOf(keyFile());
const KEYS = publicSet(SIGNERS).map(({ key }) => formatVerifierKey(key));

let database: TestDatabase;
let owner: postgres.Sql;
let sql: SqlClient;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 3, applicationName: 'evidence test' });
	await appendEvents(sql, ['zone-a', 'zone-b'], 1200);
	await sign();
	await appendEvents(sql, ['zone-a'], 3, 250, 2000);
}, 60_000);
afterAll(async () => {
	await sql.end({ timeout: 1 });
	await owner.end();
	await database.drop();
});

const optionsOf = (more: Partial<EvidenceOptions> = {}): EvidenceOptions => ({
	...{ sql, workerId: 'test', signers: () => SIGNERS, now: Date.now, isBusy: () => false, log: SILENT },
	...more,
});

/** Signs checkpoints over all there is. */
async function sign(): Promise<void> {
	const checkpoints = new Checkpoints({ sql, signers: () => SIGNERS, now: Date.now, log: SILENT, ageMs: 0 });
	await checkpoints.turn();
	checkpoints.stop();
	await checkpoints.run();
}

/** Makes what waits. */
async function work(more: Partial<EvidenceOptions> = {}): Promise<void> {
	const jobs = new EvidenceJobs(optionsOf(more));
	while (await jobs.turn());
	jobs.stop();
	await jobs.run();
}

/** Asks for a bundle as the web does. */
async function ask(zoneNos: string, kind: string, subject: string, filter = ''): Promise<string> {
	const [row] = await owner<{ job_id: string }[]>`
		insert into evidence_jobs (zone_nos, subject_kind, subject, filter, asked_by) values (${zoneNos}, ${kind}, ${subject}, ${filter}, 'user:mira')
		returning job_id`;
	return row?.job_id ?? '';
}

async function jobOf(jobId: string) {
	const [row] = await owner`
		select state, error, attempts, events::int, events_total::int as total, bytes::int, encode(sha256, 'hex') as sha256 from evidence_jobs where job_id = ${jobId}`;
	return row;
}

async function bundleOf(jobId: string): Promise<Buffer> {
	const parts = await owner<{ bytes: Buffer }[]>`select bytes from evidence_job_parts where job_id = ${jobId} order by part_no`;
	return Buffer.concat(parts.map(({ bytes }) => bytes));
}

function verify(bundle: Buffer) {
	const contentHashOf = (kept: { stream: string; entryId: string; fields: readonly Uint8Array[] }) =>
		keptContentSha256(kept.stream, kept.entryId, kept.fields);
	return verifyBundle([bundle], { primitives: nodePrimitives, keys: KEYS, contentHashOf });
}

test('a request of two zones is proven by the key, with its signed bytes', async () => {
	const jobId = await ask('{1,2}', 'request', 'req-7', 'request:req-7');
	await work();
	const bundle = await bundleOf(jobId);
	const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
	expect(await jobOf(jobId)).toEqual({ state: 'done', error: null, attempts: 1, events: 240, total: 240, bytes: bundle.length, sha256 });
	const verdict = await verify(bundle);
	expect([verdict.outcome, verdict.firstFinding]).toEqual(['proven', null]);
	expect(verdict.counts).toMatchObject({ zones: 2, events: 240, checkpoints: 4 });
	expect(verdict.checks.find(({ name }) => name === 'signed_bytes')).toMatchObject({ state: 'holds', checked: 240 });
	expect(verdict.sealedBy).toHaveLength(1);
	expect(verdict.manifest).toMatchObject({ exportedBy: 'user:mira', filter: 'request:req-7', subject: { kind: 'request', text: 'req-7' } });
	expect(bundle.length).toBeLessThan(600_000);
});

test('what no checkpoint covers is left out and said so, or covered first', async () => {
	const left = await ask('{1}', 'range', 'all of it');
	await work();
	const bundle = await bundleOf(left);
	const verdict = await verify(bundle);
	expect([verdict.outcome, verdict.counts.events, verdict.counts.omitted, verdict.zones[0]?.isContiguous]).toEqual([
		'proven',
		1200,
		0,
		true,
	]);
	expect(bundle.toString()).toContain('"kind":"not_covered","from":null,"to":null,"count":3');
	const whole = await ask('{1}', 'range', 'all of it');
	const signing: Promise<void>[] = [];
	await work({ hurry: () => signing.push(sign()) });
	await Promise.all(signing);
	expect((await verify(await bundleOf(whole))).counts).toMatchObject({ events: 1203, missing: 0 });
});

test('ends in words: a query that cannot be read, no event, no revocation; a cancelled one leaves nothing', async () => {
	const asked = [
		await ask('{1}', 'search', 'x', 'decision:('),
		await ask('{1}', 'request', 'req-none', 'request:req-none'),
		await ask('{1}', 'revocation', '#5'),
		await ask('{2}', 'search', 'words', 'app_mailer decision:deny'),
		await ask('{1}', 'range', 'cancelled'),
	];
	await owner`update evidence_jobs set cancel_asked_at = now() where subject = 'cancelled'`;
	await work();
	const rows = await Promise.all(asked.map(jobOf));
	expect(rows.map((row) => `${row?.state}: ${row?.error}`)).toEqual([
		expect.stringMatching(/^failed: The query cannot be read/),
		'failed: No event matches, so there is nothing to prove.',
		'failed: There is no revocation #5 in the zone.',
		'done: null',
		'cancelled: null',
	]);
	expect((await verify(await bundleOf(asked[3] ?? ''))).counts.events).toBe(400);
	expect(await bundleOf(asked[4] ?? '')).toHaveLength(0);
});

test('what another worker left behind is made anew; the former can add nothing to it, and nobody begins for ever', async () => {
	const jobId = await ask('{2}', 'request', 'req-3', 'request:req-3');
	expect((await takeEvidenceJob(sql, 'gone'))?.jobId).toBe(jobId);
	expect(await storePart(sql, jobId, 'gone', 0, Buffer.from('half'))).toBe('held');
	expect(await takeEvidenceJob(sql, 'test')).toBeNull();
	await owner`update evidence_jobs set seen_at = now() - interval '2 minutes' where job_id = ${jobId}`;
	await work();
	expect(await storePart(sql, jobId, 'gone', 1, Buffer.from('late'))).toBe('lost');
	expect(await jobOf(jobId)).toMatchObject({ state: 'done', attempts: 2, events: 120 });
	expect((await verify(await bundleOf(jobId))).outcome).toBe('proven');
	const deadly = await ask('{2}', 'range', 'deadly');
	for (let i = 0; i < 3; i++) expect((await takeEvidenceJob(sql, 'w'))?.jobId).toBe(deadly);
	await owner`update evidence_jobs set seen_at = now() - interval '2 minutes' where job_id = ${deadly}`;
	expect(await takeEvidenceJob(sql, 'w')).toBeNull();
	await tidyEvidence(sql);
	expect(await jobOf(deadly)).toMatchObject({ state: 'failed', error: expect.stringContaining('ended each time') });
	// kept long enough: the bytes go, that it was asked for stays
	await owner`update evidence_jobs set expires_at = now() - interval '1 second' where job_id = ${jobId}`;
	await tidyEvidence(sql);
	expect([(await bundleOf(jobId)).length, (await jobOf(jobId))?.state]).toEqual([0, 'done']);
});

test('a finding of the period is in it, one of another place is not; bytes that are gone are said to be', async () => {
	await owner`insert into audit_ingest_alerts (event_id, zone_id, kind, detail, chain_seq, last_seq, observed_at) values
		('', 'zone-b', 'sequence_gap', 'missing 3 to 4', 3, 4, '2026-01-01'), ('', 'zone-b', 'content_mismatch', 'x', 1199, 1199, '2026-01-01')`;
	await owner`insert into sweeps (zone_no, kind, from_seq, to_seq, state, started_at, ended_at) values (2, 'hourly', 1, 9, 'done', now(), now()), (2, 'hourly', 500, 600, 'done', now(), now())`;
	await tamper(owner, (tx) => tx`update ledger_events set segment_index = 9999 where zone_no = 2 and chain_seq = 2`);
	const jobId = await ask('{2}', 'search', 'first ones', 'seq:1..9');
	await work();
	const bundle = await bundleOf(jobId);
	const verdict = await verify(bundle);
	expect(verdict.counts).toMatchObject({ events: 9, alert: 1, sweep: 1, missing: 2 });
	expect(verdict.outcome).toBe('proven');
	expect(bundle.toString()).toContain('"kind":"signed_bytes","from":null,"to":null,"count":1');
	expect(bundle.toString()).toContain('"kind":"sequence_gap","from":null,"to":null,"count":2');
});

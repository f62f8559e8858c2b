// npm run bench:verify: a whole sweep of a ledger, beside bare SHA-256 and HMAC over the same bytes in one thread.
import { randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { openSql, type SqlClient } from '../db/client';
import { COLUMN, readRows, SWEEP_COLUMNS } from '../db/integrity/sweep-rows';
import { HMAC_BLOCK_BYTES, HmacSha256 } from '../lib/chain/hmac';
import { sha256 } from '../lib/chain/sha256';
import { ROOT } from '../scripts/bootstrap/paths.mjs';
import { startScratchServices } from '../scripts/services/scratch';
import { demoMix } from '../scripts/simulate/mix';
import { Sweeps } from '../worker/integrity/sweeps/loop';
import { createLane } from '../worker/lane';
import type { RawEntry } from '../worker/lane-types';
import { freshDatabase } from './ingest/databases';

const LOG = { info() {}, warn: console.error, error: console.error };
const BATCH = 1000;
const say = (line: string) => process.stderr.write(`${line}\n`);
const whole = (n: number) => Math.round(n).toLocaleString('en');

/** Takes the demo mix into an empty ledger. */
async function fill(sql: SqlClient, keys: { audit: Buffer; streams: Buffer }, events: number): Promise<void> {
	const lane = createLane({ sql, auditHmacKey: keys.audit, streamsHmacKey: keys.streams, log: LOG });
	let batch: RawEntry[] = [];
	let n = 0;
	let former: Promise<unknown> = Promise.resolve();
	for (const entry of demoMix('verify', { startMs: Date.now() - (events / 200) * 1000, keys, entriesMax: events })) {
		batch.push({ stream: entry.stream, entryId: `${1_795_000_000_000 + n++}-0`, fields: entry.fields.map((field) => Buffer.from(field)) });
		if (batch.length < BATCH) continue;
		const submitted = lane.submit(batch);
		batch = [];
		await former;
		former = submitted;
	}
	await former;
	await lane.submit(batch);
	await lane.stop();
}

/** Hashes as many bytes as the events have and makes as many HMACs, and nothing else. @returns events a second */
async function bare(sql: SqlClient, key: Buffer): Promise<number> {
	const parts: Buffer[] = [];
	await sql.begin((tx) =>
		readRows(tx, 1, 1, 100_000, (row) => {
			const from = row.starts[COLUMN.id] as number;
			parts.push(Buffer.from(row.bytes.subarray(from, row.end(SWEEP_COLUMNS - 1))));
		}),
	);
	const hmac = new HmacSha256(key);
	const scratch = Buffer.alloc(HMAC_BLOCK_BYTES + 129);
	hmac.prepare(scratch);
	const start = performance.now();
	for (const part of parts) {
		scratch.write(sha256(part, 'hex'), HMAC_BLOCK_BYTES, 'latin1');
		hmac.digest(scratch);
	}
	return parts.length / ((performance.now() - start) / 1000);
}

const { values } = parseArgs({ options: { events: { type: 'string', default: '300000' } } });
const events = Number(values.events);
const services = await startScratchServices(join(ROOT, '.data', 'bench'), say);
try {
	const keys = { audit: randomBytes(32), streams: randomBytes(32) };
	const url = await freshDatabase(services.postgres.url, 'bench_verify');
	const sql = openSql(url, { role: 'console_worker', connectionsMax: 4, applicationName: 'bench verify' });
	const owner = postgres(url, { max: 1, onnotice: () => {} });
	say(`A ledger of ${whole(events)} events ...`);
	await fill(sql, keys, events);
	await owner`vacuum analyze`;
	const bareRate = await bare(sql, keys.audit);
	const sweeps = new Sweeps({
		sql,
		workerId: 'bench',
		keys,
		logKeys: () => [],
		anchors: [],
		isBusy: () => false,
		rollingHours: 4,
		log: LOG,
	});
	await sweeps.schedule();
	const memory = process.memoryUsage().rss;
	let peak = memory;
	const watch = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage().rss);
	}, 100);
	const start = performance.now();
	while (await sweeps.turn()) peak = Math.max(peak, process.memoryUsage().rss);
	const seconds = (performance.now() - start) / 1000;
	clearInterval(watch);
	sweeps.stop();
	await sweeps.run();
	const swept = sweeps.stats.tamper_checked_total;
	const [found] = await owner<{ n: number }[]>`select count(*)::int as n from audit_ingest_alerts`;
	process.stdout.write(
		[
			`${cpus().length} cores, ${whole(swept)} events in ${seconds.toFixed(1)} s, ${found?.n ?? 0} findings`,
			`sweep ${whole(swept / seconds)} events/s; bare SHA-256 and HMAC in one thread ${whole(bareRate)} events/s; ratio ${(swept / seconds / bareRate).toFixed(2)} (at least 0.5)`,
			`memory ${whole(memory / 2 ** 20)} MB before, ${whole(peak / 2 ** 20)} MB at most`,
			'',
		].join('\n'),
	);
	await owner.end();
	await sql.end({ timeout: 5 });
} finally {
	await services.stop();
}

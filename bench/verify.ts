// npm run bench:verify: sweeps beside bare SHA-256 and HMAC over the same bytes, what checkpoints cost the ingest, bundles offline.
import { randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { openSql } from '../db/client';
import { ROOT } from '../scripts/bootstrap/paths.mjs';
import { startScratchServices } from '../scripts/services/scratch';
import { freshDatabase } from './ingest/databases';
import { bareHashes } from './verify/bare';
import { verifyBundleOf } from './verify/bundle';
import { fillLedger } from './verify/fill';
import { makeBundles } from './verify/made';
import { perEvent } from './verify/spent';
import { sweepLedger } from './verify/sweep';

const RATE_MIN = 100_000;
const RATIO_MIN = 0.5;
const MEMORY_GROWTH_MAX = 1.25;
const CHECKPOINT_COST_MAX = 0.05;
const VERIFY_MICROS_MAX = 15;
const MADE_SECONDS_MAX = 2;
const say = (line: string) => process.stderr.write(`${line}\n`);
const whole = (n: number) => Math.round(n).toLocaleString('en');
const cores = cpus().length;

const { values } = parseArgs({
	options: {
		/** Size of the ledger. */
		events: { type: 'string', default: '300000' },
		/** Events to sweep: the ledger again and again. */
		swept: { type: 'string', default: '10000000' },
		/** Events of the bundle that is verified offline; 0 for none. */
		bundle: { type: 'string', default: '1000000' },
	},
});
const [events, swept, bundleEvents] = [values.events, values.swept, values.bundle].map(Number) as [number, number, number];
const lines: string[] = [];
let isAllMet = true;
const add = (what: string, found: string, target: string, isMet: boolean) => {
	const line = `| ${what} | ${found} | ${target} | ${isMet ? 'yes' : 'no'} |`;
	say(line);
	lines.push(line);
	isAllMet &&= isMet;
};

const services = await startScratchServices(join(ROOT, '.data', 'bench'), say);
try {
	const keys = { audit: randomBytes(32), streams: randomBytes(32) };
	const url = await freshDatabase(services.postgres.url, 'bench_verify');
	const sql = openSql(url, { role: 'console_worker', connectionsMax: 4, applicationName: 'bench verify' });
	const owner = postgres(url, { max: 1, onnotice: () => {} });
	const { pid } = services.postgres;
	say(`A ledger of ${whole(events)} events, followed by checkpoints ...`);
	const { ingest, following } = await fillLedger(sql, keys, events, pid);
	const cost = perEvent(following, events) / perEvent(ingest, events);
	add(
		'checkpoints: processor time on top of the ingest',
		`${(cost * 100).toFixed(1)} % (${perEvent(following, events).toFixed(1)} of ${perEvent(ingest, events).toFixed(0)} µs an event)`,
		`at most ${CHECKPOINT_COST_MAX * 100} %`,
		cost <= CHECKPOINT_COST_MAX,
	);
	await owner`vacuum analyze`;
	say('Bare hashes, then sweeps ...');
	const bare = await bareHashes(sql, keys.audit);
	const sweep = await sweepLedger(sql, keys, swept, pid);
	const [found] = await owner<{ n: number }[]>`select count(*)::int as n from audit_ingest_alerts`;
	const rate = sweep.events / sweep.seconds;
	const micros = perEvent(sweep.spent, sweep.events);
	const node = (sweep.spent.node * 1000) / sweep.events;
	add(
		`sweep of ${whole(sweep.events)} events, by the clock`,
		`${whole(rate)} events/s, ${found?.n} findings`,
		`${whole(RATE_MIN)} events/s`,
		rate >= RATE_MIN && found?.n === 0,
	);
	// what a machine with nothing else to do can reach: neither side waits longer than the other works
	const free = 1e6 / Math.max(node, micros - node, micros / cores);
	add(
		`the same by processor time on ${cores} cores`,
		`${whole(free)} events/s (${node.toFixed(2)} µs here, ${(micros - node).toFixed(2)} µs in Postgres)`,
		`${whole(RATE_MIN)} events/s`,
		free >= RATE_MIN,
	);
	add(
		'over bare SHA-256 and HMAC in one thread',
		`${(free / bare).toFixed(2)} (bare: ${whole(bare)} events/s of processor time)`,
		`at least ${RATIO_MIN}`,
		free / bare >= RATIO_MIN,
	);
	const [first = 0, ...others] = sweep.rss;
	const last = others.at(-1) ?? first;
	add(
		'memory, first tenth and last',
		`${whole(first / 2 ** 20)} MB, ${whole(last / 2 ** 20)} MB`,
		`at most ${MEMORY_GROWTH_MAX} times`,
		last <= first * MEMORY_GROWTH_MAX,
	);
	say('Bundles made by a worker ...');
	for (const made of await makeBundles(sql, owner))
		add(
			`bundle of ${whole(made.events)} events, ${made.name}, of ${whole(made.of)}`,
			`${made.seconds.toFixed(2)} s, ${whole(made.bytes / 1e3)} kB, ${made.isProven ? 'proven' : 'not proven'}`,
			`${MADE_SECONDS_MAX} s`,
			made.isProven && made.seconds <= MADE_SECONDS_MAX,
		);
	await owner.end();
	await sql.end({ timeout: 5 });
	if (bundleEvents > 0) {
		say(`A bundle of ${whole(bundleEvents)} events ...`);
		const { bytes, seconds, cpuSeconds, firstLine } = await verifyBundleOf(keys, bundleEvents, services.folder);
		say(firstLine);
		add(
			`bundle of ${whole(bundleEvents)} events (${whole(bytes / 1e6)} MB) verified offline`,
			`${seconds.toFixed(1)} s${cpuSeconds === null ? '' : `, ${cpuSeconds.toFixed(1)} s of processor time`}`,
			`${((bundleEvents * VERIFY_MICROS_MAX) / 1e6).toFixed(1)} s`,
			(seconds * 1e6) / bundleEvents <= VERIFY_MICROS_MAX,
		);
	}
} finally {
	await services.stop();
}
process.stdout.write(`${cores} cores\n| what | found | target | met |\n|---|---|---|---|\n${lines.join('\n')}\n`);
if (!isAllMet) process.exitCode = 1;

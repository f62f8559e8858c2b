// npm run soak:tail: the whole product under traffic with somebody at the tail; its memory at the end is held against the beginning.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startDemo } from './tail-soak/demo';
import { growthOf, type Series } from './tail-soak/growth';
import { openWatcher } from './tail-soak/watcher';

const { values } = parseArgs({
	options: {
		minutes: { type: 'string', default: '60' },
		rate: { type: 'string', default: '200' },
		/** The last quarter may be so much of the first. */
		bound: { type: 'string', default: '1.25' },
		/** Left out before the first quarter: until the newest events that are kept, here and there, are as many as may be. */
		'warm-minutes': { type: 'string', default: '6' },
	},
});
const [minutes, rate, bound, warmMinutes] = [values.minutes, values.rate, values.bound, values['warm-minutes']].map(Number) as [
	number,
	number,
	number,
	number,
];
const MINUTE_MS = 60_000;
const LOOKS_MIN = 20;
const mb = (bytes: number) => (bytes / 1_048_576).toFixed(0);
const say = (line: string) => process.stderr.write(`${line}\n`);

const dataDir = mkdtempSync(join(tmpdir(), 'caracal-soak-'));
const demo = await startDemo(dataDir, rate);
const series: Record<string, number[]> = {};
try {
	const watcher = await openWatcher(demo.facts);
	try {
		say(`${watcher.name} watches ${rate} events a second`);
		await sleep(Math.min(warmMinutes, minutes / 5) * MINUTE_MS);
		const everyMs = Math.min(MINUTE_MS, (minutes * MINUTE_MS) / LOOKS_MIN);
		const endMs = performance.now() + Math.max(minutes * 0.8, minutes - warmMinutes) * MINUTE_MS;
		while (performance.now() < endMs) {
			const heap = await watcher.heap();
			const looks = { web: demo.memory('the console'), worker: demo.memory('the worker'), ...(heap === null ? {} : { page: heap }) };
			for (const [name, bytes] of Object.entries(looks)) series[name] = [...(series[name] ?? []), bytes];
			const parts = Object.entries(looks).map(([name, bytes]) => `${name} ${mb(bytes)} MB`);
			say(`${new Date().toISOString().slice(11, 19)} ${parts.join(', ')}${watcher.rows() === null ? '' : `, ${watcher.rows()} rows`}`);
			await sleep(everyMs);
		}
		const rows = watcher.rows();
		// a client that was shown nothing has watched nothing
		if (rows !== null && rows < rate * minutes * 30) process.exitCode = 1;
	} finally {
		await watcher.stop();
	}
} finally {
	await demo.stop();
	rmSync(dataDir, { recursive: true, force: true });
}
for (const one of Object.entries(series).map(([name, bytes]): Series => ({ name, bytes }))) {
	const { name, first, last, ratio } = growthOf(one);
	process.stdout.write(
		`${name}: first quarter ${mb(first)} MB, last quarter ${mb(last)} MB, ratio ${ratio.toFixed(2)} (at most ${bound})\n`,
	);
	if (ratio > bound) process.exitCode = 1;
}

// npm run soak:integrity: sweeps without end beside a running ingest; nothing was touched, so they must find nothing.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '../db/migrate';
import { ROOT } from './bootstrap/paths.mjs';
import { startStand } from './integrity-soak/stand';
import { runTraffic } from './integrity-soak/traffic';
import { startScratchServices } from './services/scratch';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '500' } } });
const [minutes, rate] = [Number(values.minutes), Number(values.rate)];
const say = (line: string) => process.stderr.write(`${line}\n`);
const whole = (n: number) => Math.round(n).toLocaleString('en');

const services = await startScratchServices(join(ROOT, '.data', 'soak'), say);
try {
	const keys = { audit: randomBytes(32), streams: randomBytes(32) };
	await migrate(services.postgres.url);
	const stand = await startStand(services.postgres.url, services.folder, keys, say);
	say(`${whole(rate)} events a second for ${minutes} minutes`);
	const { entries, latenciesMs } = await runTraffic(stand.lane, keys, rate, minutes * 60_000);
	const swept = await stand.finish();
	const at = (share: number) => whole(latenciesMs[Math.floor((latenciesMs.length - 1) * share)] ?? 0);
	process.stdout.write(
		[
			`${whole(entries)} entries taken; committed within ${at(0.5)} ms (median), ${at(0.99)} ms (99 %), ${at(1)} ms at most`,
			`${whole(swept.sweeps)} sweeps over ${whole(swept.events)} events, ${whole(swept.signatures)} signatures and ${whole(swept.checkpoints)} checkpoints, ${swept.failed} not done`,
			`${swept.findings.length} findings (0 is right)`,
			...swept.findings,
			'',
		].join('\n'),
	);
	// what has swept nothing has found nothing
	if (swept.findings.length > 0 || swept.failed > 0 || swept.events < entries || swept.signatures === 0) process.exitCode = 1;
} finally {
	await services.stop();
}

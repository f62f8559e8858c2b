// npm start: serves the built console on PORT (3000). The worker is a process of its own: `npm run worker`, or `node --max-semi-space-size=4 dist/worker.mjs`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../lib/errors';
import { ROOT } from './bootstrap/paths.mjs';
import { wholeEnv } from './env';
import { startChild } from './services/child';
import { WEB_FLAGS } from './web-flags';

if (!existsSync(join(ROOT, '.next', 'BUILD_ID'))) throw new ConfigError('There is no build of the console yet: run `npm run build` first.');
const web = await startChild({
	name: 'The console',
	command: process.execPath,
	args: [...WEB_FLAGS, 'scripts/serve.mjs', ...process.argv.slice(2)],
	cwd: ROOT,
	env: { ...wholeEnv(), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
	stopSignal: 'SIGTERM',
	stopGraceMs: 10_000,
	stage: 0,
});
let asked = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.on(signal, () => {
		asked = true;
		void web.stop();
	});
const how = await web.exited;
process.exit(asked || how === 'exit code 0' ? 0 : 1);

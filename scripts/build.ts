// npm run build: the console, the worker and the command for production.
import { join } from 'node:path';
import { toError } from '../lib/errors';
import { refuseArguments } from '../lib/no-arguments';
import { ROOT } from './bootstrap/paths.mjs';
import { buildAll } from './build/all';

try {
	refuseArguments('npm run build', process.argv.slice(2));
	await buildAll((line) => console.error(line), join(ROOT, '.data', 'logs'));
	console.error(
		'Built: `npm start` serves the console, `node --max-semi-space-size=4 dist/worker.mjs` is the worker, `dist/caracal.mjs` the command.',
	);
} catch (error) {
	console.error(toError(error).message);
	process.exit(1);
}

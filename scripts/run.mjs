// node scripts/run.mjs FILE.ts ARGS...: installs what is missing, then runs the TypeScript program without a build.
import { ensureInstalled } from './bootstrap/install.mjs';
import { runTypeScript } from './bootstrap/run-typescript.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file) {
	console.error('Usage: node scripts/run.mjs FILE.ts ARGS...');
	process.exit(1);
}
await ensureInstalled();
await runTypeScript(file, args);

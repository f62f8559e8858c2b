// npm test: see scripts/test/README.md.
import { ensureInstalled } from './bootstrap/install.mjs';
import { runTypeScript } from './bootstrap/run-typescript.mjs';

await ensureInstalled();
await runTypeScript('scripts/test/main.ts', process.argv.slice(2));

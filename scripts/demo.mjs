// npm run demo: the whole product on one machine, with traffic. See scripts/demo/README.md.
import { ensureInstalled } from './bootstrap/install.mjs';
import { runTypeScript } from './bootstrap/run-typescript.mjs';

await ensureInstalled();
await runTypeScript('scripts/demo/main.ts', process.argv.slice(2));

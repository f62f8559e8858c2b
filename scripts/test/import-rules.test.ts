import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../bootstrap/paths.mjs';
import { checkImports } from './import-rules';

/** One file a line: path, what it imports, and the rule that must say no; without a rule the import is fine. */
const FILES: readonly (readonly [path: string, imports: string, rule?: string])[] = [
	['lib/time.ts', ''],
	['lib/query/parse.ts', '../time'],
	['lib/query/page.ts', '@/db/client', 'lib-imports-lib'],
	['lib/query/typed.ts', 'type ../../db/client', 'lib-imports-lib'],
	['lib/query/file.ts', 'node:fs', 'lib-has-no-io'],
	['lib/query/view.ts', 'react', 'lib-has-no-views'],
	['lib/query/sql.ts', 'postgres', 'lib-has-no-stores'],
	['lib/query/page.test.ts', '../../db/client'],
	['lib/chain/hash.ts', 'node:crypto'],
	['lib/chain/file.ts', 'node:fs', 'lib-hashes-only'],
	['lib/server/search.ts', '@/db/client'],
	['lib/server/card.ts', '@/components/events/card', 'server-imports-lib-db'],
	['db/client.ts', '../lib/time'],
	['db/session.ts', '../lib/server/search', 'db-imports-lib'],
	['db/testing/database.ts', '../client'],
	['db/helper.ts', './testing/database', 'tests-are-not-imported'],
	['db/test-runner.ts', 'vitest', 'product-without-dev-packages'],
	['worker/loop.ts', '../db/client'],
	['worker/verb.ts', '../lib/server/search', 'worker-imports-lib-db'],
	['worker/next.ts', 'next', 'back-has-no-views'],
	['cli/main.ts', '../lib/time'],
	['cli/tail.ts', '../db/client', 'cli-imports-lib'],
	['cli/main.test.ts', '../scripts/start'],
	['cli/tail.test.ts', '../db/client', 'cli-tests'],
	['components/ui/button.ts', '@/lib/ui/class-names'],
	['components/ui/badge.ts', '@/lib/time', 'ui-imports-ui'],
	['components/events/card.ts', '../ui/button'],
	['components/events/rows.ts', '@/lib/server/search', 'components-import-lib'],
	['lib/ui/class-names.ts', ''],
	['app/page.ts', '@/lib/server/search'],
	['app/loop.ts', '../worker/loop', 'app-imports-down'],
	['app/sql.ts', 'postgres', 'view-has-no-stores'],
	['e2e/search.ts', '../db/testing/database'],
	['e2e/secret.ts', '../lib/server/search', 'e2e-imports'],
	['scripts/start.ts', '../worker/loop'],
	['scripts/shot.ts', '../app/page', 'scripts-import-no-view'],
	['bench/ingest.ts', '../worker/loop'],
	['scripts/numbers.ts', '../bench/ingest', 'bench-is-a-top'],
	['lib/a.ts', './b', 'no-cycles'],
	// a cycle is told once, from where it was entered
	['lib/b.ts', './a'],
	['lib/lost.ts', './nowhere', 'resolvable'],
];

let root: string;

function source(imports: string): string {
	if (!imports) return 'export {};\n';
	const name = imports.replace('type ', '');
	return imports.startsWith('type ') ? `import type { A } from '${name}';\nexport type B = A;\n` : `import '${name}';\n`;
}

beforeAll(() => {
	root = mkdtempSync(join(tmpdir(), 'caracal-imports-'));
	cpSync(join(ROOT, 'tsconfig.json'), join(root, 'tsconfig.json'));
	cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
	symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
	// the alias @/ is resolved from the working directory
	process.chdir(root);
	for (const [path, imports] of FILES) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), source(imports));
	}
});

afterAll(() => {
	process.chdir(ROOT);
	rmSync(root, { recursive: true, force: true });
});

test('every forbidden import is found by its rule, and no other import is', async () => {
	const { violations } = await checkImports(root);
	const found = violations.map((line) => line.split(' → ')[0]).sort();
	const expected = FILES.flatMap(([path, , rule]) => (rule ? [`${rule}: ${path}`] : [])).sort();
	expect(found).toEqual(expected);
}, 30_000);

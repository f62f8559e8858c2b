import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const exclude = [...configDefaults.exclude, 'e2e/**', '.next/**', '.data/**', 'dist/**'];

export default defineConfig({
	resolve: {
		alias: [
			// the package throws outside a React server build; what it guards is a rule of imports, not of these tests
			{ find: /^server-only$/, replacement: `${root}scripts/test/server-only.ts` },
			{ find: /^@\//, replacement: root },
		],
	},
	oxc: { jsx: { runtime: 'automatic' } },
	test: {
		pool: 'forks',
		// two cores are the smallest machine this runs on; real servers need one of them
		maxWorkers: 2,
		projects: [
			{
				extends: true,
				test: { name: 'unit', testTimeout: 20_000, include: ['**/*.test.{ts,tsx}'], exclude: [...exclude, '**/*.db.test.ts'] },
			},
			{
				extends: true,
				test: {
					name: 'db',
					include: ['**/*.db.test.ts'],
					exclude,
					globalSetup: ['scripts/test/services-setup.ts'],
					testTimeout: 60_000,
					hookTimeout: 60_000,
				},
			},
		],
	},
});

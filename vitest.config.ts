import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = fileURLToPath(new URL('.', import.meta.url));
const exclude = [...configDefaults.exclude, 'e2e/**', '.next/**', '.data/**', 'dist/**'];

/**
 * Files that take longest, by what their paths hold. Without the durations of an earlier run vitest begins with the largest
 * files; the longest, begun last, would leave the other worker idle.
 */
const LONGEST = ['worker/crash.db', 'lib/server/fuzz/', 'worker/restart.db', 'scripts/tail-faults/', 'db/queries/search/agree.db'];

function placeOf({ moduleId }: TestSpecification): number {
	const place = LONGEST.findIndex((part) => moduleId.includes(part));
	return place === -1 ? LONGEST.length : place;
}

/** Begins with the files known to take longest; the others in vitest's own order. */
class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
	}
}

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
		sequence: { sequencer: LongestFirst },
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					isolate: false,
					testTimeout: 20_000,
					include: ['**/*.test.{ts,tsx}'],
					exclude: [...exclude, '**/*.db.test.ts'],
				},
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

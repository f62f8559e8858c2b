import { expect, test } from 'vitest';
import { countPlaywright } from './playwright';
import { countedTests } from './stage';
import { countVitest } from './vitest';

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((test) => ({ status: test })) });

test.each([
	['all passed', [file('passed', 'passed', 'passed'), file('passed', 'passed')], { passed: 3, failed: 0 }],
	['one failed', [file('failed', 'passed', 'failed')], { passed: 1, failed: 1 }],
	['a file that could not be loaded', [file('failed'), file('passed', 'passed')], { passed: 1, failed: 1 }],
	['all passed, and then the set-up after them failed', [file('failed', 'passed')], { passed: 1, failed: 1 }],
	['skipped and to-do tests fail', [file('passed', 'passed', 'skipped', 'todo', 'pending')], { passed: 1, failed: 3 }],
])('unit and integration tests: %s', (_, testResults, expected) => {
	expect(countVitest({ testResults })).toEqual(expected);
});

test('browser specs: what passed at a second try has passed and is named, what was skipped has failed', () => {
	const spec = (title: string, status: string) => ({ title, file: 'a.spec.ts', tests: [{ status }] });
	const suites = [
		{ title: 'a', specs: [spec('one', 'expected'), spec('two', 'flaky')], suites: [{ title: 'b', specs: [spec('three', 'flaky')] }] },
	];
	expect(countPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 2, skipped: 3 }, suites })).toEqual({
		passed: 6,
		failed: 4,
		unsteady: ['a.spec.ts: two', 'a.spec.ts: three'],
	});
	expect(countPlaywright({})).toEqual({ passed: 0, failed: 0, unsteady: [] });
});

test.each([
	['no test at all', 0, 0, true, { passed: 0, failed: 1 }],
	['no test and a crash', 0, 0, false, { passed: 0, failed: 1 }],
	['passed, and the runner failed', 5, 0, false, { passed: 5, failed: 1 }],
	['passed', 5, 0, true, { passed: 5, failed: 0 }],
	['failed', 5, 2, false, { passed: 5, failed: 2 }],
])('a stage with %s', (_, passed, failed, isExitClean, expected) => {
	expect(countedTests(passed, failed, isExitClean, '')).toMatchObject(expected);
});

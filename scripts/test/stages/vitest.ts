import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from '../run-node';
import { countedTests, type Stage, type StageResult } from './stage';

interface VitestReport {
	readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

/** Counts a report: a file that could not be loaded fails once, and whatever was neither passed nor failed (skipped, to do) fails too. */
export function countVitest(report: VitestReport): { passed: number; failed: number } {
	let passed = 0;
	let failed = 0;
	for (const file of report.testResults) {
		const good = file.assertionResults.filter((test) => test.status === 'passed').length;
		const bad = file.assertionResults.length - good;
		passed += good;
		failed += bad === 0 && file.status !== 'passed' ? 1 : bad;
	}
	return { passed, failed };
}

function readReport(path: string): VitestReport {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		// it ended before it wrote one; the exit code and "ran no test" say so
		return { testResults: [] };
	}
}

/** The tests of one project of vitest.config.ts. */
export function vitest(name: string, project: 'unit' | 'db', shown: boolean): Stage {
	return {
		name,
		async run(): Promise<StageResult> {
			const folder = mkdtempSync(join(tmpdir(), 'caracal-vitest-'));
			try {
				const file = join(folder, 'report.json');
				const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
				const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters];
				const { exitCode, output } = await runNode(args, {}, shown);
				const { passed, failed } = countVitest(readReport(file));
				return countedTests(passed, failed, exitCode === 0, output);
			} finally {
				rmSync(folder, { recursive: true, force: true });
			}
		},
	};
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConsole } from '../console';
import { runNode } from '../run-node';
import { countedTests, type Stage, type StageResult } from './stage';

interface Suite {
	readonly title: string;
	readonly specs?: readonly { readonly title: string; readonly file: string; readonly tests: readonly { readonly status: string }[] }[];
	readonly suites?: readonly Suite[];
}

interface PlaywrightReport {
	readonly stats?: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
	readonly suites?: readonly Suite[];
}

/** Projects of playwright.config.ts in their order, which says why. */
const PROJECTS = ['reading', 'writing', 'bulk'] as const;

/** Counts a report. What passed at another try than the first has passed, and is named. */
export function countPlaywright({ stats, suites = [] }: PlaywrightReport): { passed: number; failed: number; unsteady: string[] } {
	if (!stats) return { passed: 0, failed: 0, unsteady: [] };
	return { passed: stats.expected + stats.flaky, failed: stats.unexpected + stats.skipped, unsteady: suites.flatMap(unsteadySpecs) };
}

function unsteadySpecs({ specs = [], suites = [] }: Suite): string[] {
	const own = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map(({ file, title }) => `${file}: ${title}`);
	return [...own, ...suites.flatMap(unsteadySpecs)];
}

function readReport(path: string): PlaywrightReport {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		// it ended before it wrote one; the exit code and "ran no test" say so
		return {};
	}
}

async function runProject(project: string, env: Record<string, string>, reportFile: string): Promise<StageResult> {
	const args = [
		'node_modules/@playwright/test/cli.js',
		'test',
		`--project=${project}`,
		`--output=test-results/${project}`,
		'--reporter=list,json',
	];
	const { exitCode, output } = await runNode(args, { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile }, true);
	const { passed, failed, unsteady } = countPlaywright(readReport(reportFile));
	return { ...countedTests(passed, failed, exitCode === 0, output), unsteady };
}

/** The browser specs in e2e/, against the production build with real services, a worker and traffic. */
export function playwright(browser: () => Promise<Record<string, string>>): Stage {
	return {
		name: 'Browser specs',
		async run() {
			const folder = mkdtempSync(join(tmpdir(), 'caracal-e2e-'));
			const env = await browser();
			const running = await startConsole();
			try {
				const results: StageResult[] = [];
				// a run of its own for each: what fails in one keeps none of the next from running
				for (const project of PROJECTS)
					results.push(await runProject(project, { ...running.env, ...env }, join(folder, `${project}.json`)));
				return {
					passed: results.reduce((sum, { passed }) => sum + passed, 0),
					failed: results.reduce((sum, { failed }) => sum + failed, 0),
					output: results
						.map(({ output }) => output)
						.join('\n')
						.trim(),
					unsteady: results.flatMap(({ unsteady = [] }) => unsteady),
				};
			} finally {
				await running.stop();
				rmSync(folder, { recursive: true, force: true });
			}
		},
	};
}

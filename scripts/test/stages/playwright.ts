import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConsole } from '../console';
import { runNode } from '../run-node';
import { countedTests, type Stage } from './stage';

interface PlaywrightReport {
	readonly stats?: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
}

/** Counts a report. What passed at the second try has passed; the list of specs above names it. */
export function countPlaywright({ stats }: PlaywrightReport): { passed: number; failed: number } {
	if (!stats) return { passed: 0, failed: 0 };
	return { passed: stats.expected + stats.flaky, failed: stats.unexpected + stats.skipped };
}

function readReport(path: string): PlaywrightReport {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		// it ended before it wrote one; the exit code and "ran no test" say so
		return {};
	}
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
				const file = join(folder, 'report.json');
				const args = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'];
				const { exitCode, output } = await runNode(args, { ...running.env, ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }, true);
				const { passed, failed } = countPlaywright(readReport(file));
				return countedTests(passed, failed, exitCode === 0, output);
			} finally {
				await running.stop();
				rmSync(folder, { recursive: true, force: true });
			}
		},
	};
}

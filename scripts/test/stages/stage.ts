export interface StageResult {
	readonly passed: number;
	readonly failed: number;
	/** What people need to see of it when something failed; empty when it was shown while it ran. */
	readonly output: string;
	/** What passed at a second or third try only. */
	readonly unsteady?: readonly string[];
}

/** One part of a test run. `run` never throws for a failed check, only when the check itself cannot be made. */
export interface Stage {
	readonly name: string;
	run(): Promise<StageResult>;
}

/** Counts a check that is passed as a whole or not at all. */
export function wholeCheck(isPassed: boolean, output: string): StageResult {
	return isPassed ? { passed: 1, failed: 0, output: '' } : { passed: 0, failed: 1, output };
}

/** A stage of single tests: none at all, or an exit code that no counted test explains, is a failure of its own. */
export function countedTests(passed: number, failed: number, isExitClean: boolean, output: string): StageResult {
	if (passed + failed === 0) return { passed, failed: 1, output: `${output}\nIt ran no test.`.trim() };
	if (failed === 0 && !isExitClean) return { passed, failed: 1, output: `${output}\nThe test runner itself failed.`.trim() };
	return { passed, failed, output };
}

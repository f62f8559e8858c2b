import { toError } from '../../lib/errors';
import type { Stage, StageResult } from './stages/stage';

async function runStage(stage: Stage): Promise<StageResult> {
	const startedMs = Date.now();
	let result: StageResult;
	try {
		result = await stage.run();
	} catch (error) {
		result = { passed: 0, failed: 1, output: toError(error).message };
	}
	const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
	const mark = result.failed === 0 ? 'ok  ' : 'FAIL';
	console.log(`${mark} ${stage.name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`);
	if (result.failed > 0 && result.output) console.log(result.output.trimEnd());
	return result;
}

/**
 * Runs groups of stages, the stages of one group side by side, and closes with the sum of all on a line of its own.
 * A failure does not keep the later stages from running.
 * @returns the exit code
 */
export async function runStages(groups: readonly (readonly Stage[])[]): Promise<number> {
	let passed = 0;
	let failed = 0;
	const unsteady: string[] = [];
	for (const group of groups)
		for (const result of await Promise.all(group.map(runStage))) {
			passed += result.passed;
			failed += result.failed;
			unsteady.push(...(result.unsteady ?? []));
		}
	if (unsteady.length > 0) console.log(`\nPassed, but not at the first try:\n${unsteady.map((name) => `  ${name}`).join('\n')}`);
	console.log(`\n${passed} passed, ${failed} failed`);
	return failed === 0 && passed > 0 ? 0 : 1;
}

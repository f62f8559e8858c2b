import { join } from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { inheritedEnv } from '../env';
import { startChild } from '../services/child';

/** Lines of the build's own output that are shown when it fails. */
const TAIL_LINES = 40;

/**
 * Builds the console for production into .next.
 * @throws with the end of what the build printed
 */
export async function buildWeb(logsDir: string): Promise<void> {
	const child = await startChild({
		name: 'The build of the console',
		command: process.execPath,
		args: ['node_modules/next/dist/bin/next', 'build'],
		cwd: ROOT,
		env: { ...inheritedEnv(), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
		logFile: join(logsDir, 'build.log'),
		stopSignal: 'SIGTERM',
		stopGraceMs: 5_000,
		stage: 0,
	});
	const how = await child.exited;
	if (how !== 'exit code 0') throw new Error(`The console could not be built (${how}):\n${child.logTail(TAIL_LINES).join('\n')}`);
}

import { spawn } from 'node:child_process';
import { ROOT } from '../bootstrap/paths.mjs';
import { inheritedEnv } from '../env';
import { asEnvironment } from '../services/env';
import { watchChild } from '../services/reaper';

export interface NodeRun {
	readonly exitCode: number;
	/** stdout and stderr in the order they came; empty when they were passed on. */
	readonly output: string;
}

/**
 * Runs a program of node_modules, or any other for Node, from the repository's root.
 * @param shown whether its output goes straight to the terminal
 */
export function runNode(args: readonly string[], env: Record<string, string> = {}, shown = false): Promise<NodeRun> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [...args], {
			cwd: ROOT,
			// a group of its own, so that what it starts goes with it when we are killed
			detached: true,
			env: asEnvironment({ ...inheritedEnv(), NEXT_TELEMETRY_DISABLED: '1', ...env }),
			stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr])
			stream?.on('data', (chunk) => {
				output += chunk;
			});
		child.once('spawn', () => watchChild(child.pid, 'SIGTERM'));
		child.once('error', reject);
		child.once('close', (code) => resolve({ exitCode: code ?? 1, output }));
	});
}

import { runNode } from '../run-node';
import { type Stage, wholeCheck } from './stage';

/** Format and lint rules of biome.json; warnings count. */
export const lint: Stage = {
	name: 'Lint',
	async run() {
		const { exitCode, output } = await runNode(['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']);
		return wholeCheck(exitCode === 0, output);
	},
};

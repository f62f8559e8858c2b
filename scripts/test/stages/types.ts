import { runNode } from '../run-node';
import { type Stage, wholeCheck } from './stage';

/** TypeScript over the whole repository, with the types Next makes of the routes. */
export const types: Stage = {
	name: 'Types',
	async run() {
		const generated = await runNode(['node_modules/next/dist/bin/next', 'typegen']);
		if (generated.exitCode !== 0) return wholeCheck(false, generated.output);
		const { exitCode, output } = await runNode(['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false']);
		return wholeCheck(exitCode === 0, output);
	},
};

import { checkImports } from '../import-rules';
import { type Stage, wholeCheck } from './stage';

/** Which way imports go, .dependency-cruiser.cjs. */
export const imports: Stage = {
	name: 'Import rules',
	async run() {
		const { violations, modules } = await checkImports();
		return wholeCheck(violations.length === 0 && modules > 0, violations.join('\n') || 'It found no module.');
	},
};

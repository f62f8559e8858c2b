import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { ROOT } from '../bootstrap/paths.mjs';

const FOLDERS = ['app', 'bench', 'cli', 'components', 'db', 'e2e', 'lib', 'scripts', 'worker'];

export interface ImportCheck {
	/** One per forbidden import: `rule: from → to`. */
	readonly violations: readonly string[];
	readonly modules: number;
}

/** Holds every import below `root` against .dependency-cruiser.cjs. */
export async function checkImports(root = ROOT): Promise<ImportCheck> {
	const { options, ...ruleSet } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs'));
	const folders = FOLDERS.filter((name) => existsSync(join(root, name)));
	const { tsConfig, ...others } = options;
	const found = await cruise(
		folders,
		{ ...others, tsConfig: { fileName: join(root, tsConfig.fileName) }, baseDir: root, ruleSet, validate: true },
		undefined,
		{
			tsConfig: extractTSConfig(join(root, tsConfig.fileName)),
		},
	);
	if (typeof found.output === 'string') throw new Error(found.output);
	const { violations, totalCruised } = found.output.summary;
	return {
		violations: violations.map(({ rule, from, to, cycle }) => {
			const way = cycle ? cycle.map((step) => step.name) : [to];
			return `${rule.name}: ${[from, ...way].join(' → ')}`;
		}),
		modules: totalCruised,
	};
}

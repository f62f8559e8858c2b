import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { ROOT } from '../bootstrap/paths.mjs';

function packageVersion(): string {
	const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
	return version;
}

/** Bundles the `caracal` command with everything it imports into one executable file. */
export async function buildCli(outfile = join(ROOT, 'dist', 'caracal.mjs')): Promise<void> {
	await build({
		absWorkingDir: ROOT,
		entryPoints: ['cli/main.ts'],
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'esm',
		banner: { js: '#!/usr/bin/env node' },
		define: { CARACAL_VERSION: JSON.stringify(packageVersion()) },
		logLevel: 'silent',
	});
	chmodSync(outfile, 0o755);
	// its helper process would else live as long as we do
	await stop();
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';

/** All that a build reads. */
const SOURCES = ['app', 'cli', 'components', 'db', 'lib', 'public', 'worker', 'instrumentation.ts', 'proxy.ts', 'next.config.ts'];
const SETTINGS = ['postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json', 'scripts/build'];
/** The verifier page, which a build also puts among what the console serves. */
export const VERIFIER_NAME = 'evidence-verifier.html';
const IS_TEST = /\.test\.tsx?$/;

function filesBelow(path: string): string[] {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !IS_TEST.test(entry.name) && entry.name !== VERIFIER_NAME)
		.map((entry) => join(entry.parentPath, entry.name));
}

/** Names the content of every file a build depends on. */
export function sourcesDigest(root = ROOT): string {
	const hash = createHash('sha256').update(`node ${process.versions.node.split('.')[0]}\0`);
	const files = [...SOURCES, ...SETTINGS].flatMap((name) => filesBelow(join(root, name))).sort();
	for (const file of files)
		hash
			.update(`${file.slice(root.length)}\0`)
			.update(readFileSync(file))
			.update('\0');
	return hash.digest('hex');
}

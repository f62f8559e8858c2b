import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './paths.mjs';

/**
 * Runs a TypeScript program in this very process, so that signals, exit code and process number are its own.
 * An error of configuration becomes one line and exit code 1.
 * @param {string} file path from the repository's root, or absolute
 * @param {string[]} args what the program sees from process.argv[2] on
 */
export async function runTypeScript(file, args) {
	const path = resolve(ROOT, file);
	process.argv = [process.argv[0], path, ...args];
	const { register } = await import('tsx/esm/api');
	register();
	try {
		await import(pathToFileURL(path).href);
	} catch (error) {
		if (error?.name !== 'ConfigError') throw error;
		console.error(error.message);
		process.exit(1);
	}
}

// npm test: every check there is. `-- --only unit|integration|e2e` runs one kind of test.
import { parseArgs } from 'node:util';
import { ConfigError, toError } from '../../lib/errors';
import { findBrowser } from './browser';
import { runStages } from './report';
import { imports } from './stages/imports';
import { lint } from './stages/lint';
import { playwright } from './stages/playwright';
import type { Stage } from './stages/stage';
import { types } from './stages/types';
import { vitest } from './stages/vitest';

const say = (line: string) => console.error(line);

function onlyOption(): string | undefined {
	try {
		return parseArgs({ options: { only: { type: 'string' } } }).values.only;
	} catch (error) {
		throw new ConfigError(`${toError(error).message.split('. ')[0]}: the one option is --only unit|integration|e2e`);
	}
}

async function browserEnv(): Promise<Record<string, string>> {
	const { path, libraryPath } = await findBrowser(say);
	return { PLAYWRIGHT_CHROMIUM: path, PLAYWRIGHT_LIBRARY_PATH: libraryPath ?? '' };
}

const tests = {
	unit: () => vitest('Unit tests', 'unit', false),
	integration: () => vitest('Integration tests', 'db', true),
	e2e: () => playwright(browserEnv),
} satisfies Record<string, () => Stage>;

const only = onlyOption();
const chosen = only === undefined ? undefined : Object.entries(tests).find(([name]) => name === only)?.[1];
if (only !== undefined && !chosen) throw new ConfigError(`--only ${only} is unknown: choose unit, integration or e2e`);
// the integration tests wait for servers and for workers to die; what the compiler takes fits in between
const everything = () => [[lint, imports], [tests.unit()], [types, tests.integration()], [tests.e2e()]];
process.exitCode = await runStages(chosen ? [[chosen()]] : everything());

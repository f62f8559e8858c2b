import { readFileSync } from 'node:fs';
import { CliError } from './errors';

/** What the environment says about how to run. An empty variable counts as not set; no value here is ever printed. */
export interface CliEnv {
	readonly apiUrl: string | undefined;
	readonly token: string | undefined;
	readonly profile: string | undefined;
	readonly configHome: string | undefined;
	/** https://no-color.org: any non-empty value turns colour off. */
	readonly noColor: boolean;
	readonly term: string | undefined;
}

function tokenOf(env: NodeJS.ProcessEnv): string | undefined {
	const file = env.CARACAL_ADMIN_TOKEN_FILE;
	if (!file) return env.CARACAL_ADMIN_TOKEN || undefined;
	try {
		return readFileSync(file, 'utf8').trim() || undefined;
	} catch {
		throw new CliError(`CARACAL_ADMIN_TOKEN_FILE names ${file}, which cannot be read: correct the path or unset it`);
	}
}

/** @throws CliError when the file of the token cannot be read */
export function cliEnv(env: NodeJS.ProcessEnv = process.env): CliEnv {
	return {
		apiUrl: env.CARACAL_API_URL || undefined,
		token: tokenOf(env),
		profile: env.CARACAL_PROFILE || undefined,
		configHome: env.XDG_CONFIG_HOME || undefined,
		noColor: Boolean(env.NO_COLOR),
		term: env.TERM || undefined,
	};
}

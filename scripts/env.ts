import { readFileSync } from 'node:fs';
import { ConfigError } from '../lib/errors';

/**
 * A variable, or the content of the file that NAME_FILE names; null when neither is set.
 * @throws ConfigError when the file cannot be read
 */
export function readSecret(name: string, env: NodeJS.ProcessEnv = process.env): string | null {
	const file = env[`${name}_FILE`];
	if (!file) return env[name] || null;
	try {
		return readFileSync(file, 'utf8').trim() || null;
	} catch {
		throw new ConfigError(`${name}_FILE names ${file}, which cannot be read: correct the path or unset it`);
	}
}

/** The environment a program we start gets: ours without what npm adds to it and without secrets meant for another one. */
export function inheritedEnv(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
	const secrets =
		/^(DATABASE_URL|DATABASE_READ_URL|REDIS_URL|AUDIT_HMAC_KEY|STREAMS_HMAC_KEY|AUTH_SECRET|CONSOLE_ADMIN_PASSWORD|OIDC_CLIENT_SECRET)(_FILE)?$/;
	const kept = Object.entries(env).filter(([name]) => !/^npm_/i.test(name) && !secrets.test(name) && name !== 'NODE_ENV');
	return Object.fromEntries(kept.map(([name, value]) => [name, value ?? '']));
}

/** Everything the environment holds, for a program that stands in our place. */
export function wholeEnv(): NodeJS.ProcessEnv {
	return { ...process.env };
}

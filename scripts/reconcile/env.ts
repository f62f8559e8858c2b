import { ConfigError } from '../../lib/errors';
import { readSecret } from '../env';

export interface ReconcileEnv {
	readonly databaseUrl: string;
	readonly redisUrl: string;
	/** The worker's consumer group. */
	readonly group: string;
}

const HOW = '`npm run demo -- --json` prints databaseUrl and redisUrl of a running demo';

function url(name: string, protocols: RegExp, example: string, env: NodeJS.ProcessEnv): string {
	const text = readSecret(name, env);
	if (text === null) throw new ConfigError(`${name} is not set: give it as ${example} (${HOW}), or a file with it as ${name}_FILE`);
	if (!protocols.test(text) || !URL.canParse(text)) throw new ConfigError(`${name} is not a URL like ${example}: correct it (${HOW})`);
	return text;
}

/** @throws ConfigError that says in one line what to change */
export function reconcileEnv(env: NodeJS.ProcessEnv = process.env): ReconcileEnv {
	return {
		databaseUrl: url('DATABASE_URL', /^postgres(ql)?:\/\//, 'postgres://user:password@host:5432/database', env),
		redisUrl: url('REDIS_URL', /^rediss?:\/\//, 'redis://:password@host:6379', env),
		group: env.AUDIT_STREAM_GROUP || 'audit-ingestor',
	};
}

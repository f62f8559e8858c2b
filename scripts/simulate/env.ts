import { readFileSync } from 'node:fs';
import { ConfigError } from '../../lib/errors';

export interface SimulatorEnv {
	readonly redisUrl: string;
	readonly auditKey: Buffer;
	readonly streamsKey: Buffer;
	/** Where the links of the stories lead. */
	readonly consoleUrl: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const KEY_BYTES_MIN = 32;

function read(env: Environment, name: string): string {
	const file = env[`${name}_FILE`];
	if (file === undefined || file === '') return env[name] ?? '';
	try {
		return readFileSync(file, 'utf8').trim();
	} catch {
		throw new ConfigError(`${name}_FILE names ${file}, which cannot be read: correct the path or unset it`);
	}
}

function readKey(env: Environment, name: string): Buffer {
	const text = read(env, name);
	if (text === '') throw new ConfigError(`${name} is not set: give the key that Caracal signs with, as hex, or ${name}_FILE`);
	if (!/^([0-9a-f]{2})+$/i.test(text)) throw new ConfigError(`${name} is not hex: give pairs of the digits 0-9 and a-f`);
	const key = Buffer.from(text, 'hex');
	if (key.length < KEY_BYTES_MIN) throw new ConfigError(`${name} has ${key.length} bytes: give at least ${KEY_BYTES_MIN} (64 hex digits)`);
	return key;
}

/**
 * Reads what the simulator needs of its environment; every secret also as NAME_FILE.
 * @throws ConfigError that says in one line what to change
 */
export function simulatorEnv(env: Environment = process.env): SimulatorEnv {
	const redisUrl = read(env, 'REDIS_URL');
	if (redisUrl === '') throw new ConfigError('REDIS_URL is not set: give the Redis of the streams, like redis://127.0.0.1:6379');
	if (!/^rediss?:\/\//.test(redisUrl) || !URL.canParse(redisUrl))
		throw new ConfigError('REDIS_URL is no Redis address: write it like redis://127.0.0.1:6379');
	return {
		redisUrl,
		auditKey: readKey(env, 'AUDIT_HMAC_KEY'),
		streamsKey: readKey(env, 'STREAMS_HMAC_KEY'),
		consoleUrl: env.CONSOLE_URL || 'http://localhost:3000',
	};
}

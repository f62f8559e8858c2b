import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../lib/errors';
import { workerEnv } from './env';

const KEY = 'ab'.repeat(32);
const GOOD = {
	DATABASE_URL: 'postgres://u:secret@db:5432/audit',
	REDIS_URL: 'redis://:secret@redis:6379',
	AUDIT_HMAC_KEY: KEY,
	STREAMS_HMAC_KEY: KEY,
};

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'worker-env-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function refusal(env: Record<string, string>): string {
	try {
		workerEnv(env as unknown as NodeJS.ProcessEnv);
	} catch (error) {
		if (error instanceof ConfigError) return error.message;
		throw error;
	}
	return 'accepted';
}

test('defaults are those of the wire reference', () => {
	expect(workerEnv(GOOD as unknown as NodeJS.ProcessEnv)).toMatchObject({
		AUDIT_STREAM_GROUP: 'audit-ingestor',
		AUDIT_MAX_DELIVERIES: 8,
		AUDIT_CLAIM_IDLE_SECS: 30,
		AUDIT_READY_DLQ_MAX: 0,
		AUDIT_READY_LAG_MAX: 0,
		AUDIT_READY_PEL_OLDEST_SECS_MAX: 0,
		WORKER_PORT: 9090,
		WORKER_BATCH_MAX: 1000,
		LOG_LEVEL: 'info',
		AUDIT_HMAC_KEY: Buffer.from(KEY, 'hex'),
	});
});

test('every secret is read from the file that NAME_FILE names, its line end not counted', () => {
	const files: Record<string, string> = {};
	for (const [name, value] of Object.entries(GOOD)) {
		files[`${name}_FILE`] = join(folder, name);
		writeFileSync(join(folder, name), `${value}\n`);
	}
	const env = workerEnv(files as unknown as NodeJS.ProcessEnv);
	expect(env.DATABASE_URL).toBe(GOOD.DATABASE_URL);
	expect(env.STREAMS_HMAC_KEY).toEqual(Buffer.from(KEY, 'hex'));
});

describe('what is wrong is one line that names the variable and the cure', () => {
	test.each<[string, Record<string, string>, RegExp]>([
		['no database', { DATABASE_URL: '' }, /^DATABASE_URL is not set: give it as postgres:/],
		['a database of another kind', { DATABASE_URL: 'mysql://x' }, /^DATABASE_URL is not a URL like postgres:/],
		['no Redis', { REDIS_URL: '' }, /^REDIS_URL is not set/],
		['no URL', { REDIS_URL: 'localhost:6379' }, /^REDIS_URL is not a URL like redis:/],
		['a key that is no hex', { AUDIT_HMAC_KEY: 'xyz' }, /^AUDIT_HMAC_KEY is not hex/],
		['half a hex digit pair', { AUDIT_HMAC_KEY: `${KEY}a` }, /^AUDIT_HMAC_KEY is not hex/],
		['a short key', { STREAMS_HMAC_KEY: 'ab'.repeat(31) }, /^STREAMS_HMAC_KEY is too short: give at least 32 bytes/],
		[
			'a file that is not there',
			{ AUDIT_HMAC_KEY_FILE: '/nowhere/key' },
			/^AUDIT_HMAC_KEY_FILE names \/nowhere\/key, which cannot be read/,
		],
		['a port in words', { WORKER_PORT: 'http' }, /^WORKER_PORT must be a whole number/],
		['a port too high', { WORKER_PORT: '65536' }, /^WORKER_PORT must be from 0 to 65535/],
		['no deliveries', { AUDIT_MAX_DELIVERIES: '0' }, /^AUDIT_MAX_DELIVERIES must be from 1/],
		['a fraction', { AUDIT_CLAIM_IDLE_SECS: '0.5' }, /^AUDIT_CLAIM_IDLE_SECS must be a whole number/],
		['an unknown log level', { LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be fatal, error/],
		['no key in production', { AUDIT_HMAC_KEY: '', NODE_ENV: 'production' }, /^AUDIT_HMAC_KEY is not set: in production/],
		['no key in a stable Caracal', { STREAMS_HMAC_KEY: '', CARACAL_MODE: 'stable' }, /^STREAMS_HMAC_KEY is not set/],
		['no key in a release candidate', { STREAMS_HMAC_KEY: '', CARACAL_MODE: 'rc' }, /^STREAMS_HMAC_KEY is not set/],
	])('%s', (_name, change, expected) => {
		const line = refusal({ ...GOOD, ...change });
		expect(line).toMatch(expected);
		expect(line).not.toContain('\n');
		expect(line).not.toContain('secret');
	});

	test('outside production a missing key means unsigned entries are accepted', () => {
		const env = workerEnv({ ...GOOD, AUDIT_HMAC_KEY: '', CARACAL_MODE: 'dev' } as unknown as NodeJS.ProcessEnv);
		expect(env.AUDIT_HMAC_KEY).toBeNull();
	});
});

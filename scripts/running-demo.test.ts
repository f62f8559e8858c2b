import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { announceDemo, withRunningDemo } from './running-demo';

const connection = {
	webUrl: 'http://127.0.0.1:3000',
	databaseUrl: 'postgres://a@127.0.0.1/x',
	redisUrl: 'redis://127.0.0.1:1',
	auditHmacKey: 'aa',
	streamsHmacKey: 'bb',
};
const env = (values: Record<string, string> = {}) => values as unknown as NodeJS.ProcessEnv;
let dataDir: string;
let said: string[];

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'caracal-demo-'));
	said = [];
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const found = (given: NodeJS.ProcessEnv) => withRunningDemo(given, (line) => said.push(line), dataDir);

test('a running demo is used, and said, when nothing else is named', () => {
	announceDemo(dataDir, connection);
	expect(found(env())).toMatchObject({ DATABASE_URL: connection.databaseUrl, REDIS_URL: connection.redisUrl, AUDIT_HMAC_KEY: 'aa' });
	expect(said).toEqual(['Using the demo that runs at http://127.0.0.1:3000']);
	expect(statSync(join(dataDir, 'connection.json')).mode & 0o777).toBe(0o600);
});

test('what the environment names wins', () => {
	announceDemo(dataDir, connection);
	expect(found(env({ REDIS_URL: 'redis://other:1' }))).toEqual({ REDIS_URL: 'redis://other:1' });
	expect(found(env({ DATABASE_URL_FILE: '/f' }))).toEqual({ DATABASE_URL_FILE: '/f' });
});

test('a demo that has ended is not used, nor one that never was', () => {
	expect(found(env())).toEqual({});
	announceDemo(dataDir, connection);
	const file = join(dataDir, 'connection.json');
	writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), identity: 'another boot/1' }));
	expect(found(env())).toEqual({});
	expect(said).toEqual([]);
});

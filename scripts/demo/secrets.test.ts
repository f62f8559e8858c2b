import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoEnv } from './env';
import { loadSecrets } from './secrets';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'caracal-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What demoEnv reads when only these variables are set. */
function envOf(variables: Record<string, string>) {
	return demoEnv({ NODE_ENV: 'test', ...variables });
}

test('secrets are made once and only their owner can read them', () => {
	const first = loadSecrets(folder, envOf({}));
	expect(loadSecrets(folder, envOf({}))).toEqual(first);
	expect(first.auditHmacKey).toMatch(/^[0-9a-f]{64}$/);
	expect(first.streamsHmacKey).toMatch(/^[0-9a-f]{64}$/);
	expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
	expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
});

test('the environment comes first and is not written down', () => {
	const given = loadSecrets(folder, envOf({ AUDIT_HMAC_KEY: 'ab'.repeat(32), CONSOLE_ADMIN_PASSWORD: 'from the environment' }));
	expect(given).toMatchObject({ auditHmacKey: 'ab'.repeat(32), adminPassword: 'from the environment' });
	expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toContain('from the environment');
	expect(loadSecrets(folder, envOf({})).auditHmacKey).not.toBe(given.auditHmacKey);
});

test('a secret file that cannot be read is named', () => {
	expect(() => envOf({ REDIS_URL_FILE: join(folder, 'none') })).toThrow(/^REDIS_URL_FILE names .*none, which cannot be read/);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '../../db/testing/env';
import { CARACAL_STREAMS } from '../../lib/streams/names';

const { redisUrl } = testServices();
const redis = new Redis(redisUrl);
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const KEY = '01'.repeat(32);

beforeEach(() => redis.flushdb());
afterAll(() => redis.quit());

function simulate(args: readonly string[], env: Record<string, string> = {}) {
	const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
		env: { NODE_ENV: 'test', REDIS_URL: redisUrl, AUDIT_HMAC_KEY: KEY, STREAMS_HMAC_KEY: KEY, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const out = { stdout: '', stderr: '' };
	child.stdout.on('data', (chunk) => {
		out.stdout += chunk;
	});
	child.stderr.on('data', (chunk) => {
		out.stderr += chunk;
	});
	const ended = once(child, 'close').then(([code]) => ({ code: Number(code), ...out }));
	return { child, ended };
}

async function written(): Promise<number> {
	const lengths = await Promise.all(CARACAL_STREAMS.map((stream) => redis.xlen(stream)));
	return lengths.reduce((sum, length) => sum + length, 0);
}

describe('npm run simulate', () => {
	it('plays every scenario, and its summary counts what is on the streams and links to each story', async () => {
		const { code, stdout, stderr } = await simulate([
			'--scenario',
			'all',
			'--events',
			'2000',
			'--quiet',
			'--json',
			'--console-url',
			'http://c',
		]).ended;
		expect([code, stderr]).toEqual([0, '']);
		const summary = JSON.parse(stdout);
		expect(await written()).toBe(summary.entries);
		expect(Object.entries(summary.byStream).length).toBe(CARACAL_STREAMS.length);
		for (const [stream, count] of Object.entries(summary.byStream)) expect(await redis.xlen(stream)).toBe(count);
		const { ledger, duplicates, deadLetters } = summary.expected;
		const dead = Object.values<number>(deadLetters).reduce((sum, count) => sum + count, 0);
		expect(ledger + duplicates + dead).toBe(summary.entries);
		expect(Object.keys(deadLetters).sort()).toEqual(['hmac_verify_failed', 'json_parse_error', 'missing_data_field', 'tamper_on_replay']);
		expect(summary.stories).toHaveLength(10);
		for (const { link, sentences } of summary.stories) {
			expect(link).toMatch(/^http:\/\/c\/(requests\/[^/]+|search)\?zone=/);
			expect(sentences.length).toBeGreaterThan(0);
		}
	});

	it('writes the same bytes for the same seed and start', async () => {
		const args = ['--events', '400', '--quiet', '--start', '2026-03-01T08:00:00Z'];
		const once = async (seed: string) => {
			await redis.flushdb();
			expect((await simulate([...args, '--seed', seed]).ended).code).toBe(0);
			return JSON.stringify(await Promise.all(CARACAL_STREAMS.map((stream) => redis.xrange(stream, '-', '+'))));
		};
		const first = await once('s');
		expect(await once('s')).toBe(first);
		expect(await once('t')).not.toBe(first);
	});

	it('ends cleanly at SIGTERM while it runs live', async () => {
		const { child, ended } = simulate(['--rate', '500', '--quiet', '--json']);
		while ((await written()) < 50) await new Promise((resolve) => setTimeout(resolve, 20));
		child.kill('SIGTERM');
		const { code, stdout } = await ended;
		expect(code).toBe(0);
		expect(JSON.parse(stdout).entries).toBe(await written());
	});

	it.each([
		[['--scenario', 'nope'], {}, /^--scenario nope is unknown: .*\n$/],
		[[], { AUDIT_HMAC_KEY: 'secret-but-not-hex' }, /^AUDIT_HMAC_KEY is not hex: .*\n$/],
		[[], { REDIS_URL: 'redis://127.0.0.1:1' }, /^REDIS_URL cannot be reached \(.*ECONNREFUSED.*\n$/],
	])('says in one line what is wrong with %j %j, and exits with 1', async (args, env, line) => {
		const { code, stdout, stderr } = await simulate(args, env).ended;
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toMatch(line);
		expect(stderr).not.toContain('secret-but-not-hex');
	});
});

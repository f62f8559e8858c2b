import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readToken, TOKEN_LENGTH_MAX } from './read-token';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object) => `${part({ alg: 'ES256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
const fingerprint = (token: string) => createHash('sha256').update(token).digest('hex').slice(0, 16);
const leadsOf = async (pasted: string) => (await readToken(pasted))?.leads.map(({ field, value }) => `${field}=${value}`);

describe('a pasted token', () => {
	const token = jwt({
		jti: 'tok-1',
		sub: 'user_9',
		agent_session_id: 'ses_1',
		source_session_id: 'ses_1',
		sid: 'ar_1',
		exp: 1_900_000_000,
		scope: 'crm:read crm:write',
		aud: ['resource://crm'],
	});

	test('leads to its ID, its fingerprint, its sessions and its authority record, each once', async () => {
		expect(await leadsOf(token)).toEqual([
			'jti=tok-1',
			`subject=${fingerprint(token)}`,
			'session=ses_1',
			'authority=ar_1',
			'subject=user_9',
		]);
	});

	test('says what its claims say, and when it ends', async () => {
		const read = await readToken(token);
		expect(read?.kind).toBe('jwt');
		expect(Object.fromEntries(read?.claims ?? [])).toMatchObject({ aud: 'resource://crm', exp: '2030-03-17T17:46:40Z' });
		expect(read?.expiresAtMs).toBe(1_900_000_000_000);
	});

	test.each(['Bearer ', 'Authorization: Bearer ', 'DPoP '])('may come with %s before it', async (before) => {
		expect(await leadsOf(`  ${before}${token}\n`)).toContain(`subject=${fingerprint(token)}`);
	});

	test('is not in what comes back', async () => {
		const text = JSON.stringify(await readToken(token));
		for (const secret of [token, 'c2lnbmF0dXJl']) expect(text).not.toContain(secret);
	});

	test('any other secret leads to its fingerprint alone', async () => {
		expect(await leadsOf('s3cret-value')).toEqual([`subject=${fingerprint('s3cret-value')}`]);
	});

	test('a cut JWT is said to be one', async () => {
		expect((await readToken(token.slice(0, 60)))?.problem).toMatch(/may be cut/);
	});

	test('nothing, and too much, is nothing', async () => {
		expect(await readToken(' \n')).toBeNull();
		expect(await readToken('x'.repeat(TOKEN_LENGTH_MAX + 1))).toBeNull();
	});

	test('whatever is pasted, it is read', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(
					fc.string(),
					fc.json().map((json) => `a.${Buffer.from(json).toString('base64url')}.b`),
				),
				async (text) => {
					await readToken(text);
				},
			),
		);
	});
});

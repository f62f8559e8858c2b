import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../json';
import { membersOf } from './json-scan';
import { isSensitiveKey, REDACTED, redactJson, redactText, redactValue } from './redact';

const B64 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'];
const base64url = (min: number, max: number) => fc.string({ unit: fc.constantFrom(...B64), minLength: min, maxLength: max });
const jwt = fc.tuple(base64url(10, 60), base64url(10, 200), base64url(20, 60)).map(([h, p, s]) => `eyJ${h}.${p}.${s}`);
const consoleToken = fc
	.tuple(fc.string({ unit: fc.constantFrom(...B64.slice(0, 62)), minLength: 8, maxLength: 8 }), base64url(43, 43))
	.map(([prefix, secret]) => `cat_${prefix}_${secret}`);
const opaque = fc
	.tuple(fc.constantFrom('Bearer', 'bearer', 'DPoP', 'BASIC'), base64url(16, 80))
	.map(([scheme, token]) => `${scheme} ${token}`);
const secret = fc.oneof(jwt, consoleToken, opaque);
const KEYS = ['password', 'passwd', 'secret', 'token', 'access_token', 'refresh_token', 'id_token', 'api_key', 'apikey', 'authorization'];
const MORE_KEYS = ['cookie', 'set_cookie', 'client_secret', 'private_key', 'session', 'assertion', 'Set-Cookie', 'apiKey', 'db_password'];
const JOINED = [
	'tokens',
	'refresh_tokens',
	'aws_secret_access_key',
	'secretKey',
	'signing-key',
	'pwd',
	'db_pwd',
	'passcode',
	'token_value',
	'cookieHeader',
];
const sensitiveKey = fc.constantFrom(...KEYS, ...MORE_KEYS);

/** JSON text as Postgres writes it: a space behind colons and commas, numbers of any length. */
function jsonText(value: JsonValue, numbers: readonly string[]): string {
	let next = 0;
	const write = (each: JsonValue): string => {
		if (typeof each === 'number') return numbers[next++ % numbers.length] ?? '0';
		if (Array.isArray(each)) return `[${each.map(write).join(', ')}]`;
		if (each !== null && typeof each === 'object')
			return `{${Object.entries(each)
				.map(([key, member]) => `${JSON.stringify(key)}: ${write(member)}`)
				.join(', ')}}`;
		return JSON.stringify(each);
	};
	return write(value);
}
const numberText = fc.oneof(fc.bigInt().map(String), fc.constantFrom('0.10', '12345678901234567890.123456789', '-1e400', '1.0'));
const json = fc
	.tuple(fc.jsonValue({ maxDepth: 4 }), fc.array(numberText, { minLength: 1, maxLength: 5 }))
	.map(([value, numbers]) => jsonText(value as JsonValue, numbers));
/** Letters no secret and no sensitive key can be made of. */
const innocentText = fc.string({ unit: fc.constantFrom(...'xyz 0123"\\\n{}[]:,é☃'), maxLength: 20 });

describe('keys', () => {
	test.each([...KEYS, ...MORE_KEYS, 'AUTHORIZATION', 'x-api-key', 'Proxy-Authorization', 'cookies', ...JOINED])('%s is masked', (key) => {
		expect(isSensitiveKey(key)).toBe(true);
		expect(redactJson(JSON.stringify({ [key]: 'v', other: 1 }))).toBe(JSON.stringify({ [key]: REDACTED, other: 1 }));
	});
	test.each([
		'session_id',
		'agent_session_id',
		'authority_record_id',
		'jti',
		'token_exchange',
		'authorized_by',
		'idempotency_key',
		'secret_rotated',
		'total_tokens',
		'access_key_id',
		'key',
		'public_key',
		'token_hash',
		'header',
	])('%s stays', (key) => {
		const text = JSON.stringify({ [key]: 'ar_1' });
		expect(redactJson(text)).toBe(text);
	});
	test('written with escapes is the same key', () => {
		expect(redactJson('{"pass\\u0077ord": "x"}')).toBe('{"pass\\u0077ord": "[redacted]"}');
	});
	test('that hold nothing tell that', () => {
		const text = '{"token": null, "secret": "", "cookie": false}';
		expect(redactJson(text)).toBe(text);
	});
});

test('whatever stands under a sensitive key is gone, whole, and the rest is as it was', () => {
	fc.assert(
		fc.property(json, sensitiveKey, json, innocentText, (before, key, hidden, name) => {
			const text = `{"${'x'}": [${before}], ${JSON.stringify(key)}: ${hidden}, ${JSON.stringify(`y${name}`)}: 1.00}`;
			const masked = redactJson(text);
			const members = membersOf(masked);
			const isNothing = ['null', '""', 'true', 'false', JSON.stringify(REDACTED)].includes(hidden);
			expect(members.get(key)).toBe(isNothing ? hidden : `"${REDACTED}"`);
			expect(members.get(`y${name}`)).toBe('1.00');
			JSON.parse(masked);
		}),
	);
});

test('a secret inside any string is gone, what stands around it is not', () => {
	fc.assert(
		fc.property(secret, innocentText, innocentText, (found, before, after) => {
			const token = found.slice(found.indexOf(' ') + 1);
			const text = redactText(`${before} ${found} ${after}`);
			expect(text).not.toContain(token);
			expect(text).toContain(REDACTED);
			expect(text.startsWith(before)).toBe(true);
			expect(text.endsWith(after)).toBe(true);
			expect(redactJson(JSON.stringify([{ note: `${before} ${found}` }]))).not.toContain(token);
		}),
	);
});

test('masking twice is masking once, and never makes JSON into no JSON', () => {
	fc.assert(
		fc.property(fc.jsonValue({ maxDepth: 5 }), secret, sensitiveKey, (value, found, key) => {
			const text = JSON.stringify({ [key]: value, deep: [{ value, [found]: found }] });
			const masked = redactJson(text);
			expect(redactJson(masked)).toBe(masked);
			JSON.parse(masked);
			expect(redactValue(JSON.parse(text) as JsonValue)).toEqual(JSON.parse(masked));
		}),
	);
});

test('without anything to mask a text stays the same to the character', () => {
	const innocent = fc.letrec<{ value: JsonValue }>((tie) => ({
		value: fc.oneof(
			{ maxDepth: 4 },
			innocentText,
			fc.constant(null),
			fc.double({ noNaN: true }),
			fc.array(tie('value'), { maxLength: 4 }),
			fc.dictionary(innocentText, tie('value'), { maxKeys: 4 }),
		),
	})).value;
	fc.assert(
		fc.property(innocent, fc.array(numberText, { minLength: 1, maxLength: 5 }), (value, numbers) => {
			const text = jsonText({ session_id: 'ar_1', access: value, "key 'token' \u0001": 1 }, numbers);
			expect(redactJson(text)).toBe(text);
		}),
	);
});

test('hostile texts cost no more than their length', () => {
	const started = performance.now();
	for (const piece of ['eyJ', 'eyJaaaaaaaaaa.', 'cat_', 'bearer ', 'bearer a.', '"', '\\"', '{"token":', '[[[['])
		redactJson(`"token ${piece.repeat(1_000_000 / piece.length)}"`);
	// quadratic work would take minutes; the bound is far from what a busy machine needs
	expect(performance.now() - started).toBeLessThan(10_000);
});

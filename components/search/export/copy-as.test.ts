import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asCaracal, asCurl, shellWord } from './copy-as';

describe('a search as a command', () => {
	test('a shell reads back what was written, whatever stands in it', () => {
		const texts = fc.sample(fc.string({ unit: fc.constantFrom("'", '"', '$', '`', '\\', ' ', '!', '*', '\n', 'a', '&', ';') }), 60);
		const script = texts.map((text) => `printf '%s\\0' ${shellWord(text)}`).join('\n');
		expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(texts);
	});

	test('curl takes the token from the environment', () => {
		expect(asCurl('https://a.example/v1/events/export?q=x', 'events.csv')).toBe(
			`curl -fsS -H "Authorization: Bearer $CARACAL_ADMIN_TOKEN" -o 'events.csv' 'https://a.example/v1/events/export?q=x'`,
		);
	});

	test('caracal takes the address', () => {
		expect(asCaracal("https://a.example/search?q=it's")).toBe(
			`caracal audit search 'https://a.example/search?q=it'\\''s' --limit 1000000 --json`,
		);
	});
});

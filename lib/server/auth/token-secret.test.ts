import { expect, test } from 'vitest';
import { newToken, readToken } from './token-secret';

test('every token made is read back to the prefix and hash it was made with', () => {
	const made = Array.from({ length: 500 }, newToken);
	for (const { secret, prefix, sha256 } of made) expect(readToken(secret)).toEqual({ prefix, sha256 });
	expect(new Set(made.map((token) => token.secret)).size).toBe(made.length);
});

test.each([
	'',
	'cat_',
	'cat_abcdefgh_',
	`cat_abcdefg_${'a'.repeat(43)}`,
	`cat_abcdefgh_${'a'.repeat(44)}`,
	` cat_abcdefgh_${'a'.repeat(43)}`,
])('%j is no token', (text) => {
	expect(readToken(text)).toBeNull();
});

import { expect, test } from 'vitest';
import { givenPassword } from './given-password';

test('a password to hand over has 20 letters that are not mistaken, and is another each time', () => {
	const all = Array.from({ length: 200 }, givenPassword);
	for (const password of all) expect(password).toMatch(/^[a-km-zA-HJ-NP-Z2-9]{20}$/);
	expect(new Set(all).size).toBe(all.length);
});

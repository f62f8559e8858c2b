import { expect, test } from 'vitest';
import { PASSWORD_LENGTH_MAX } from '../../api/access';
import { hashPassword, NOBODY_HASH, verifyPassword } from './password';

test('a password verifies against its own hash and no other does', async () => {
	const stored = await hashPassword('correct horse');
	expect(await verifyPassword('correct horse', stored)).toBe(true);
	expect(await verifyPassword('correct horsf', stored)).toBe(false);
	expect(await verifyPassword('', stored)).toBe(false);
});

test('two hashes of one password differ', async () => {
	expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
});

test('the hash for unknown names has the form of a real one and matches nothing', async () => {
	expect(NOBODY_HASH.split('$').slice(0, 4)).toEqual((await hashPassword('x')).split('$').slice(0, 4));
	expect(await verifyPassword('', NOBODY_HASH)).toBe(false);
});

test('a damaged hash and an endless password are refused', async () => {
	expect(await verifyPassword('x', 'scrypt$1$')).toBe(false);
	expect(await verifyPassword('x', 'plain')).toBe(false);
	expect(await verifyPassword('x'.repeat(PASSWORD_LENGTH_MAX + 1), await hashPassword('x'))).toBe(false);
});

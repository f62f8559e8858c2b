import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { PASSWORD_LENGTH_MAX } from '../../api/access';

/** 2^15 x 8 x 128 bytes = 32 MB a hash: OWASP's minimum for scrypt is 2^17 with p=1 or 2^15 with p=3. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const FORM = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

function derive(password: string, salt: Buffer, bytes: number, options: ScryptOptions): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) => (error ? reject(error) : resolve(key)));
	});
}

/** Hash of a password with a salt of its own: `scrypt$N$r$p$salt$hash`, the last two base64url. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(SALT_BYTES);
	const hash = await derive(password, salt, HASH_BYTES, COST);
	return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** What an unknown name is checked against, so that it takes as long as a known one. Matches no password. */
export const NOBODY_HASH = `scrypt$${COST.N}$${COST.r}$${COST.p}$${Buffer.alloc(SALT_BYTES).toString('base64url')}$${Buffer.alloc(HASH_BYTES).toString('base64url')}`;

/** Whether the password is the one hashed; constant time in the hash. False for a hash of another form. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
	const m = FORM.exec(stored);
	if (m === null || password.length > PASSWORD_LENGTH_MAX) return false;
	const [, N, r, p, salt, hash] = m;
	const expected = Buffer.from(hash ?? '', 'base64url');
	const actual = await derive(password, Buffer.from(salt ?? '', 'base64url'), expected.length, {
		N: Number(N),
		r: Number(r),
		p: Number(p),
		maxmem: COST.maxmem,
	});
	return timingSafeEqual(actual, expected);
}

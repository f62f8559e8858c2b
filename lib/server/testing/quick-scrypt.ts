import type { BinaryLike, ScryptOptions } from 'node:crypto';

type Crypto = typeof import('node:crypto');

/** What each password was to be hashed with: length of the hash and cost, as JSON, in the order they were asked for. */
export const askedCosts: string[] = [];

/**
 * node:crypto whose scrypt notes what it is asked for and does a thousandth of the work. Hashes differ by password, salt and cost
 * as real ones do, so whatever is compared comes out the same; what the real cost is, `askedCosts` tells.
 *
 *     vi.mock('node:crypto', async (real) => (await import('../testing/quick-scrypt')).withQuickScrypt(await real<typeof import('node:crypto')>()));
 */
export function withQuickScrypt(crypto: Crypto): Crypto & { default: Crypto } {
	const scrypt = (
		password: BinaryLike,
		salt: BinaryLike,
		bytes: number,
		options: ScryptOptions,
		done: (error: Error | null, key: Buffer) => void,
	) => {
		const asked = JSON.stringify([bytes, options]);
		askedCosts.push(asked);
		const own = crypto.createHash('sha256').update(salt).update(asked).digest();
		crypto.scrypt(password, own, bytes, { N: 16, r: 8, p: 1 }, done);
	};
	const quick = { ...crypto, scrypt } as Crypto;
	return { ...quick, default: quick };
}

import { createHash, randomBytes } from 'node:crypto';

/** Form of a token: a mark that scanners for leaked secrets know it by, a part that may be shown, and the secret. */
const FORM = /^(cat_[0-9A-Za-z]{8})_[0-9A-Za-z_-]{43}$/;
const PREFIX_CHARACTERS = 8;

export interface NewToken {
	/** Shown once, then known to its owner alone. */
	readonly secret: string;
	/** May be shown for ever. */
	readonly prefix: string;
	readonly sha256: Buffer;
}

function sha256(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}

/** Makes a token: 256 random bits behind a prefix that finds it. */
export function newToken(): NewToken {
	const letters = randomBytes(24)
		.toString('base64')
		.replace(/[^0-9A-Za-z]/g, '');
	const prefix = `cat_${letters.padEnd(PREFIX_CHARACTERS, '0').slice(0, PREFIX_CHARACTERS)}`;
	const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
	return { secret, prefix, sha256: sha256(secret) };
}

/** The prefix and the hash a token is found by, or null when the text has not the form of one. */
export function readToken(text: string): { readonly prefix: string; readonly sha256: Buffer } | null {
	const prefix = FORM.exec(text)?.[1];
	return prefix === undefined ? null : { prefix, sha256: sha256(text) };
}

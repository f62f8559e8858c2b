/** Without letters that are taken for one another when read out. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 20;

/** A random password to hand over, 116 bits, by the browser's own generator. */
export function givenPassword(): string {
	let password = '';
	while (password.length < LENGTH) {
		for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
			// bytes beyond the last whole alphabet are left out, so that every letter is as likely
			if (byte < 256 - (256 % LETTERS.length) && password.length < LENGTH) password += LETTERS[byte % LETTERS.length];
		}
	}
	return password;
}

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The secret in the file; made of random bytes, as hex, and kept readable for its owner alone when there is none yet. */
export function secretFile(path: string): string {
	if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('hex'), { mode: 0o600 });
	return readFileSync(path, 'utf8').trim();
}

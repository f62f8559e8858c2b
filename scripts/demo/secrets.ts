import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { DemoEnv } from './env';

const storedSecrets = z.object({
	auditHmacKey: z.string(),
	streamsHmacKey: z.string(),
	authSecret: z.string(),
	adminPassword: z.string(),
	workerDbPassword: z.string(),
	webDbPassword: z.string(),
});

export type Secrets = z.infer<typeof storedSecrets>;

function generate(): Secrets {
	const hex = (bytes: number) => randomBytes(bytes).toString('hex');
	return {
		auditHmacKey: hex(32),
		streamsHmacKey: hex(32),
		authSecret: hex(32),
		adminPassword: randomBytes(12).toString('base64url'),
		workerDbPassword: hex(24),
		webDbPassword: hex(24),
	};
}

/** The data folder's secrets, made at its first start; what the environment gives comes first and is not written down. */
export function loadSecrets(dataDir: string, given: DemoEnv): Secrets {
	const path = join(dataDir, 'secrets.json');
	if (!existsSync(path)) {
		writeFileSync(`${path}.new`, JSON.stringify(generate(), null, '\t'), { mode: 0o600 });
		renameSync(`${path}.new`, path);
	}
	const kept = storedSecrets.parse(JSON.parse(readFileSync(path, 'utf8')));
	return {
		...kept,
		auditHmacKey: given.auditHmacKey ?? kept.auditHmacKey,
		streamsHmacKey: given.streamsHmacKey ?? kept.streamsHmacKey,
		authSecret: given.authSecret ?? kept.authSecret,
		adminPassword: given.adminPassword ?? kept.adminPassword,
	};
}

import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../db/database';
import { enqueueConsoleEvents } from '../../db/queries/outbox';
import { findTokens, insertToken } from '../../db/queries/tokens';
import { CONSOLE_ZONE, consoleEvent } from '../../lib/events/console';
import { newToken, readToken } from '../../lib/server/auth/token-secret';
import { formatMicros } from '../../lib/time';

const NAME = 'demo';
const DAYS = 365;
/** A token that ends sooner is replaced, so that it outlives the demo's day. */
const MICROS_LEFT_MIN = 24n * 3_600_000_000n;

const nowMicros = () => BigInt(Date.now()) * 1000n;

async function isGood(db: Database, secret: string): Promise<boolean> {
	const given = readToken(secret);
	if (given === null) return false;
	const token = (await findTokens(db, given.prefix)).find((candidate) => candidate.sha256.equals(given.sha256));
	return token !== undefined && token.revokedAt === null && token.role === 'admin' && token.expiresAt > nowMicros() + MICROS_LEFT_MIN;
}

async function makeToken(db: Database): Promise<string> {
	const { secret, prefix, sha256 } = newToken();
	await db.transaction(async (reader) => {
		const row = await insertToken(reader, {
			name: NAME,
			prefix,
			sha256,
			role: 'admin',
			zoneIds: null,
			createdBy: NAME,
			createdByUserId: null,
			days: DAYS,
		});
		const event = consoleEvent({
			action: 'console.token_created',
			zoneId: CONSOLE_ZONE,
			actor: { kind: 'system', id: '', name: NAME },
			requestId: '',
			at: nowMicros(),
			id: randomUUID(),
			details: {
				token_id: row.tokenId,
				token_name: row.name,
				token_prefix: row.prefix,
				role: row.role,
				zones: row.zoneIds,
				expires_at: formatMicros(row.expiresAt),
			},
		});
		await enqueueConsoleEvents(reader, [event]);
	});
	return secret;
}

/**
 * An administrator's token for every zone: the one kept in the data folder, readable for its owner alone, while it works, else a
 * new one.
 */
export async function ensureApiToken(dataDir: string, databaseUrl: string): Promise<string> {
	const path = join(dataDir, 'api-token');
	const { db, close } = openDatabase(databaseUrl, { role: 'console_web', connectionsMax: 1, applicationName: 'audit-console-demo' });
	try {
		const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
		if (await isGood(db, kept)) return kept;
		const secret = await makeToken(db);
		writeFileSync(`${path}.new`, `${secret}\n`, { mode: 0o600 });
		renameSync(`${path}.new`, path);
		return secret;
	} finally {
		await close();
	}
}

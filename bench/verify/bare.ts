import type { SqlClient } from '../../db/client';
import { COLUMN } from '../../db/integrity/row-bytes';
import { readRows } from '../../db/integrity/sweep-rows';
import { HMAC_BLOCK_BYTES, HmacSha256 } from '../../lib/chain/hmac';
import { sha256 } from '../../lib/chain/sha256';

const EVENTS_MAX = 50_000;
const ROUNDS = 5;

/**
 * Hashes as many bytes as the events have and makes as many HMACs, and nothing else, in one thread.
 * @returns events a second of processor time
 */
export async function bareHashes(sql: SqlClient, key: Buffer): Promise<number> {
	const parts: Buffer[] = [];
	await sql.begin((tx) =>
		readRows(tx, 1, 1, EVENTS_MAX, false, (row) => {
			parts.push(Buffer.from(row.bytes.subarray(row.start(COLUMN.id), row.end(COLUMN.metadata))));
		}),
	);
	const hmac = new HmacSha256(key);
	const scratch = Buffer.alloc(HMAC_BLOCK_BYTES + 129);
	hmac.prepare(scratch);
	const before = process.cpuUsage();
	for (let round = 0; round < ROUNDS; round++) {
		for (const part of parts) {
			scratch.write(sha256(part, 'hex'), HMAC_BLOCK_BYTES, 'latin1');
			hmac.digest(scratch);
		}
	}
	const { user, system } = process.cpuUsage(before);
	return (parts.length * ROUNDS * 1e6) / (user + system);
}

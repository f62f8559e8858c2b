import type postgres from 'postgres';
import type { SqlClient } from '../../db/client';
import { nodePrimitives, nodeSigning } from '../../lib/chain/node-primitives';
import { formatSignerKey } from '../../lib/checkpoint/signer-key';
import { type DatedSigner, formatSignerSet, parseSignerSet } from '../../lib/checkpoint/signer-set';
import { createLane } from '../lane';
import { SILENT } from './consumers';
import { AUDIT_KEY, auditEntry, eventJson, STREAMS_KEY } from './lane-entries';

/** A key file with one key that signs from 1970 on. */
export function keyFile(name = 'log.test', fill = 7): string {
	return `${formatSignerKey(nodePrimitives, nodeSigning, name, new Uint8Array(32).fill(fill))} 0 -\n`;
}

export function signersOf(text: string): DatedSigner[] {
	const set = parseSignerSet(nodePrimitives, nodeSigning, text);
	if (formatSignerSet(set) !== text) throw new Error('a key file is not written as it is read');
	return set;
}

/** Appends signed events to zones through a lane of the worker, `batch` at a time; each zone has `count` of them. */
export async function appendEvents(sql: SqlClient, zones: readonly string[], count: number, batch = 250, from = 1): Promise<void> {
	const lane = createLane({ sql, auditHmacKey: AUDIT_KEY, streamsHmacKey: STREAMS_KEY, log: SILENT });
	for (let at = from; at < from + count; at += batch) {
		const entries = Array.from({ length: Math.min(batch, from + count - at) }, (_, i) => at + i).flatMap((n) =>
			zones.map((zone) =>
				auditEntry(
					eventJson({
						id: `${zone}-${n}`,
						zone_id: zone,
						request_id: `req-${n % 10}`,
						decision: n % 3 === 0 ? 'deny' : 'allow',
						// every tenth event is of the month before
						occurred_at: new Date(Date.UTC(2026, n % 10 === 0 ? 9 : 10, 5, 0, 0, 0, n)).toISOString(),
						metadata_json: { application_id: 'app_mailer', n },
					}),
				),
			),
		);
		await lane.submit(entries);
	}
	await lane.stop();
}

/** Runs statements as the owner with triggers and foreign keys off: what an attacker with the database can do. */
export async function tamper(owner: postgres.Sql, work: (sql: postgres.TransactionSql) => Promise<unknown>): Promise<void> {
	await owner.begin(async (sql) => {
		await sql`set local session_replication_role = replica`;
		await work(sql);
	});
}

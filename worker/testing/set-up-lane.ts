import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { createLane } from '../lane';
import type { Lane, RawEntry } from '../lane-types';
import { checkLedger } from './check-ledger';
import { AUDIT_KEY, auditEntry, eventJson, STREAMS_KEY, words } from './lane-entries';

const SILENT = { info() {}, warn() {}, error() {} };

export let database: TestDatabase;
export let owner: postgres.Sql;
export let sql: SqlClient;
export let lane: Lane;
/** A zone of the test's own. */
export let zone = '';
let zones = 0;

export function open(url: string): SqlClient {
	return openSql(url, { role: 'console_worker', connectionsMax: 3, applicationName: 'lane test' });
}

export function laneOn(
	client: SqlClient,
	keys = { auditHmacKey: AUDIT_KEY as Buffer | null, streamsHmacKey: STREAMS_KEY as Buffer | null },
): Lane {
	return createLane({ sql: client, ...keys, log: SILENT });
}

/** A lane on a database of the file's own, and a zone for each test; at the end the ledger must hold together. */
export function setUpLane(): void {
	beforeAll(async () => {
		database = await createTestDatabase(testServices().databaseUrl);
		owner = postgres(database.url, { max: 2, onnotice: () => {} });
		sql = open(database.url);
		lane = laneOn(sql);
	});
	afterAll(async () => {
		await checkLedger(owner);
		await lane.stop();
		// the driver waits for ever for a connection that was terminated while it was idle
		await sql.end({ timeout: 1 });
		await owner.end();
		await database.drop();
	});
	beforeEach(() => {
		zone = `zone-${zones++}`;
	});
}

export const entry = (fields: Record<string, unknown>) => auditEntry(eventJson({ zone_id: zone, ...fields }));
export const submit = async (...entries: RawEntry[]) => words((await lane.submit(entries)).outcomes);
/** By the owner: after a termination the driver blames the next innocent statement on the same connection. */
export const stored = () => owner`select * from audit_events where zone_id = ${zone} order by chain_seq`;
export const alerts = () =>
	sql<{ detail: string; event_id: string }[]>`select event_id, detail from audit_ingest_alerts where zone_id = ${zone} order by id`;

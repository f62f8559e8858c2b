import type { Redis } from 'ioredis';
import { expect } from 'vitest';
import { openSql } from '../../db/client';
import { SOURCE_STREAMS } from '../../lib/streams/names';
import { waitUntilSettled } from '../../scripts/reconcile/group';
import { type Reconciliation, reconcile } from '../../scripts/reconcile/run';

export interface Stores {
	readonly redis: Redis;
	readonly databaseUrl: string;
	readonly group: string;
	/** What the workers say, for when they do not get done. */
	readonly said: () => string;
}

/** Entries the group has not acknowledged, over all source streams. */
export async function pendingEntries(redis: Redis, group: string): Promise<number> {
	const counts = await Promise.all(SOURCE_STREAMS.map(async (stream) => Number(((await redis.xpending(stream, group)) as unknown[])[0])));
	return counts.reduce((total, n) => total + n, 0);
}

/**
 * Waits until the workers have settled everything, then expects the ledger to hold exactly the given events, once each, in whole
 * chains, with projection and rollups to match, and nothing pending.
 * @param eventIds of every event written, each once
 */
export async function expectWholeLedger(stores: Stores, eventIds: readonly string[], waitSeconds: number): Promise<Reconciliation> {
	const { redis, databaseUrl, group } = stores;
	const isSettled = await waitUntilSettled(redis, group, waitSeconds);
	expect(isSettled, isSettled ? 'settled' : `${await pendingEntries(redis, group)} entries stay pending. ${stores.said()}`).toBe(true);
	const sql = openSql(databaseUrl, { role: 'console_web', seesEveryZone: true, connectionsMax: 1, applicationName: 'test' });
	try {
		const rows = await sql<{ id: string }[]>`select id from ledger_events`;
		const found = rows.map((row) => row.id).sort();
		// compared by hand: a difference between two lists of 50,000 takes minutes to print
		const expected = [...eventIds].sort();
		const known = new Set(found);
		expect({ rows: found.length, lost: expected.filter((id) => !known.has(id)).slice(0, 5) }).toEqual({ rows: expected.length, lost: [] });
		const report = await reconcile(redis, sql, group);
		expect({ faults: report.faults, missing: report.firstMissing, waiting: report.waiting }).toEqual({
			faults: [],
			missing: [],
			waiting: 0,
		});
		expect(report.ledger.reduce((total, zone) => total + zone.headCount, 0)).toBe(eventIds.length);
		expect(await pendingEntries(redis, group)).toBe(0);
		return report;
	} finally {
		await sql.end();
	}
}

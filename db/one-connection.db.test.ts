import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { openSql } from './client';
import { OneConnection } from './one-connection';
import { testServices } from './testing/env';

const sql = openSql(testServices().databaseUrl, { role: 'console_web', connectionsMax: 1, applicationName: 'test' });
const connection = new OneConnection(sql);
afterAll(async () => {
	await connection.close();
	await sql.end();
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Reads something, and forgets it. */
async function read(): Promise<WeakRef<object>> {
	const rows = await connection.transaction(async (pg) => {
		const sent = [pg()`begin`.execute(), pg()`select 1 as one`.execute(), pg()`commit`.execute()] as const;
		return (await Promise.all(sent))[1];
	});
	expect(rows[0]).toEqual({ one: 1 });
	return new WeakRef(rows);
}

test('what was read is let go of while the connection lasts', async () => {
	const read1 = await read();
	await read();
	await expect
		.poll(() => {
			collect();
			return read1.deref();
		})
		.toBeUndefined();
});

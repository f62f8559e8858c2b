import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { epochMicros, instantOfMicros } from './epoch';
import { rowsOf } from './queries/reader';
import { testServices } from './testing/env';

let client: postgres.Sql;

beforeAll(() => {
	client = postgres(testServices().databaseUrl, { max: 1, onnotice: () => {} });
});
afterAll(() => client.end());

test.each([
	0n,
	-1n,
	1_795_248_000_123_456n,
	253_402_300_799_999_999n,
	253_402_300_800_000_001n,
	9_223_371_331_199_999_999n,
	-210_866_803_199_999_999n,
])('%d microseconds are the same instant in Postgres, whatever the year', async (at) => {
	const [row] = await rowsOf<{ micros: string }>(drizzle(client), epochMicrosOf(at));
	expect(BigInt(row?.micros ?? '')).toBe(at);
});

function epochMicrosOf(at: bigint) {
	return sql`select ${epochMicros(instantOfMicros(at))} as micros`;
}

export interface TestServices {
	/** A Postgres where the login may create databases and roles. */
	readonly databaseUrl: string;
	/** A Redis database of this test process's own: other files that run beside it use other numbers. Flush it before use. */
	readonly redisUrl: string;
}

/**
 * Where the real services of this test run are. Set by the test run's global set-up.
 * @throws when they are missing: a test that needs Postgres or Redis fails without them, it never skips
 */
export function testServices(): TestServices {
	const { TEST_DATABASE_URL, TEST_REDIS_URL, VITEST_POOL_ID } = process.env;
	if (!TEST_DATABASE_URL || !TEST_REDIS_URL)
		throw new Error('TEST_DATABASE_URL and TEST_REDIS_URL are not set: run these tests with `npm test`');
	const redisUrl = new URL(TEST_REDIS_URL);
	redisUrl.pathname = `/${Number(VITEST_POOL_ID ?? '0') % 16}`;
	return { databaseUrl: TEST_DATABASE_URL, redisUrl: redisUrl.toString() };
}

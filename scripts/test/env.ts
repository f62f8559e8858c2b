/** Services that the person who runs the tests already has; both, or the tests start their own. */
export function givenServices(): { databaseUrl: string; redisUrl: string } | null {
	const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
	return TEST_DATABASE_URL && TEST_REDIS_URL ? { databaseUrl: TEST_DATABASE_URL, redisUrl: TEST_REDIS_URL } : null;
}

/** Tells the test processes, which inherit this environment, where the services are. */
export function publishServices(databaseUrl: string, redisUrl: string): void {
	process.env.TEST_DATABASE_URL = databaseUrl;
	process.env.TEST_REDIS_URL = redisUrl;
}

/** The browser the environment names. */
export function givenBrowser(): string | undefined {
	return process.env.PLAYWRIGHT_CHROMIUM || process.env.CHROME_PATH || undefined;
}

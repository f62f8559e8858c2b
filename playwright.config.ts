import { defineConfig } from '@playwright/test';

const { CI, E2E_WEB_URL, PLAYWRIGHT_CHROMIUM, PLAYWRIGHT_LIBRARY_PATH } = process.env;
if (!E2E_WEB_URL) throw new Error('The browser specs need the running product: start them with `npm test -- --only e2e`');

export default defineConfig({
	testDir: 'e2e',
	fullyParallel: true,
	forbidOnly: Boolean(CI),
	// what passes at the second try only is told by name (scripts/test)
	retries: CI ? 1 : 0,
	// two cores also run the console, the worker, Postgres and Redis
	workers: 2,
	timeout: 60_000,
	expect: { timeout: 15_000 },
	outputDir: 'test-results',
	use: {
		browserName: 'chromium',
		viewport: { width: 1440, height: 900 },
		baseURL: E2E_WEB_URL,
		locale: 'en-GB',
		timezoneId: 'UTC',
		// recording one takes a third of a browser's time
		trace: CI ? 'off' : 'retain-on-failure',
		screenshot: 'only-on-failure',
		launchOptions: {
			executablePath: PLAYWRIGHT_CHROMIUM,
			// Chromium's sandbox refuses root, and a browser unpacked by an ordinary user has no setuid helper
			chromiumSandbox: false,
			env: { ...process.env, ...(PLAYWRIGHT_LIBRARY_PATH ? { LD_LIBRARY_PATH: PLAYWRIGHT_LIBRARY_PATH } : {}) } as Record<string, string>,
		},
	},
	projects: [
		{ name: 'chromium', testIgnore: 'writing/**' },
		{ name: 'writing', testMatch: 'writing/**/*.spec.ts', dependencies: ['chromium'] },
	],
});

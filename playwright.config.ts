import { defineConfig } from '@playwright/test';

const { CI, E2E_WEB_URL, PLAYWRIGHT_CHROMIUM, PLAYWRIGHT_LIBRARY_PATH } = process.env;
if (!E2E_WEB_URL) throw new Error('The browser specs need the running product: start them with `npm test -- --only e2e`');

const CHROMIUM_ARGS = [
	// no page needs what a graphics card does, and imitating one takes most of a core
	'--disable-gpu',
	// names outside this machine are not asked for: an answer may take longer than a spec
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

export default defineConfig({
	testDir: 'e2e',
	fullyParallel: true,
	forbidOnly: Boolean(CI),
	// what passes at another try than the first is told by name (scripts/test)
	retries: CI ? 2 : 0,
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
		// one context for the specs of a worker: storage and cookies are given back, what the browser has of scripts is kept
		reuseContext: true,
		// recording one takes a third of a browser's time
		trace: CI ? 'off' : 'retain-on-failure',
		screenshot: 'only-on-failure',
		launchOptions: {
			executablePath: PLAYWRIGHT_CHROMIUM,
			// Chromium's sandbox refuses root, and a browser unpacked by an ordinary user has no setuid helper
			chromiumSandbox: false,
			args: CHROMIUM_ARGS,
			env: { ...process.env, ...(PLAYWRIGHT_LIBRARY_PATH ? { LD_LIBRARY_PATH: PLAYWRIGHT_LIBRARY_PATH } : {}) } as Record<string, string>,
		},
	},
	// one after the other, each in a run of its own (scripts/test): specs of the second write events, which the first would
	// count; what those of the third write holds up whatever is written beside
	projects: [
		{ name: 'reading', testIgnore: ['writing/**', 'bulk/**'] },
		{ name: 'writing', testMatch: 'writing/**/*.spec.ts' },
		{ name: 'bulk', testMatch: 'bulk/**/*.spec.ts' },
	],
});

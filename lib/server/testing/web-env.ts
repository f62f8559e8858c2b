import { webEnv } from '../env';

/** Gives the verbs of this test process their configuration: the defaults, and what the test says. Call it before any verb. */
export function setWebEnv(given: Readonly<Record<string, string>> = {}): void {
	webEnv({ NODE_ENV: 'test', DATABASE_URL: 'postgres://test@127.0.0.1/unused', AUTH_SECRET: 'test'.repeat(8), ...given });
}

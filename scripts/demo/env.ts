import { readSecret } from '../env';

/** What the demo takes from the environment; null is what it makes itself. */
export interface DemoEnv {
	readonly databaseUrl: string | null;
	readonly redisUrl: string | null;
	readonly auditHmacKey: string | null;
	readonly streamsHmacKey: string | null;
	readonly authSecret: string | null;
	readonly adminPassword: string | null;
	/** For the console alone; the other OIDC_ variables are no secrets and reach it as they are. */
	readonly oidcClientSecret: string | null;
	/** Proxies in front of the console: none, unless somebody says otherwise. */
	readonly trustedProxies: string;
	/** Whether npm started us: then we end with it. */
	readonly isBelowNpm: boolean;
}

/** @throws ConfigError when a NAME_FILE cannot be read */
export function demoEnv(env: NodeJS.ProcessEnv = process.env): DemoEnv {
	return {
		databaseUrl: readSecret('DATABASE_URL', env),
		redisUrl: readSecret('REDIS_URL', env),
		auditHmacKey: readSecret('AUDIT_HMAC_KEY', env),
		streamsHmacKey: readSecret('STREAMS_HMAC_KEY', env),
		authSecret: readSecret('AUTH_SECRET', env),
		adminPassword: readSecret('CONSOLE_ADMIN_PASSWORD', env),
		oidcClientSecret: readSecret('OIDC_CLIENT_SECRET', env),
		trustedProxies: env.TRUSTED_PROXIES || '0',
		isBelowNpm: env.npm_lifecycle_event !== undefined,
	};
}

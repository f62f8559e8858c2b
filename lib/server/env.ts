import 'server-only';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { ConfigError } from '../errors';
import { type OidcSettings, readOidcSettings } from './auth/oidc-settings';

const AUTH_SECRET_LENGTH_MIN = 32;

function postgresUrl(name: string) {
	const message = `${name} is not set: give it as postgres://user:password@host:5432/database, or a file with it as ${name}_FILE`;
	return z
		.string({ error: message })
		.refine(
			(text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol),
			`${name} is not a URL like postgres://user:password@host:5432/database`,
		);
}

function wholeNumber(name: string, min: number) {
	return z.coerce.number(`${name} is no number`).int(`${name} is no whole number`).min(min, `${name} must be at least ${min}`);
}

const schema = z.object({
	DATABASE_URL: postgresUrl('DATABASE_URL'),
	DATABASE_READ_URL: postgresUrl('DATABASE_READ_URL').optional(),
	AUTH_SECRET: z
		.string({ error: 'AUTH_SECRET is not set: give at least 32 random characters, or a file with them as AUTH_SECRET_FILE' })
		.min(AUTH_SECRET_LENGTH_MIN, `AUTH_SECRET is too short: give at least ${AUTH_SECRET_LENGTH_MIN} random characters`),
	NEXTAUTH_URL: z.url('NEXTAUTH_URL is not a URL like https://audit.example.com').optional(),
	API_REQUESTS_PER_MINUTE: z.coerce
		.number('API_REQUESTS_PER_MINUTE is no number')
		.int()
		.min(1, 'API_REQUESTS_PER_MINUTE must be at least 1')
		.default(600),
	TAIL_STREAMS_MAX: wholeNumber('TAIL_STREAMS_MAX', 1).default(2000),
	TAIL_STREAMS_PER_ASKER_MAX: wholeNumber('TAIL_STREAMS_PER_ASKER_MAX', 1).default(100),
	TAIL_OPENS_PER_MINUTE: wholeNumber('TAIL_OPENS_PER_MINUTE', 1).default(120),
	SESSION_IDLE_MINUTES: z.coerce
		.number('SESSION_IDLE_MINUTES is no number')
		.int('SESSION_IDLE_MINUTES is no whole number')
		.min(5, 'SESSION_IDLE_MINUTES must be at least 5')
		.max(720, 'SESSION_IDLE_MINUTES must be at most 720: a session ends after 12 hours anyway')
		.default(120),
	TRUSTED_PROXIES: z.coerce
		.number('TRUSTED_PROXIES is no number')
		.int('TRUSTED_PROXIES is no whole number')
		.min(0, 'TRUSTED_PROXIES must be 0 or more')
		.default(1),
	TRACE_URL_TEMPLATE: z
		.string()
		.refine(
			(text) => text.includes('{trace_id}') && /^https?:\/\//.test(text) && URL.canParse(text.replaceAll('{trace_id}', '0')),
			'TRACE_URL_TEMPLATE is not a URL like https://jaeger.example.com/trace/{trace_id}',
		)
		.optional(),
	COORDINATOR_URL: z
		.url('COORDINATOR_URL is not a URL like http://coordinator:4000')
		.refine((text) => /^https?:/.test(text), 'COORDINATOR_URL is not http or https')
		.optional(),
	COORDINATOR_TOKEN: z.string().optional(),
	CONSOLE_ADMIN_PASSWORD: z.string().min(12, 'CONSOLE_ADMIN_PASSWORD is too short: give at least 12 characters').optional(),
});

export interface WebEnv extends z.infer<typeof schema> {
	/** The identity provider people sign in with; null when there are local accounts only. */
	readonly oidc: OidcSettings | null;
}

const SECRETS = [
	'DATABASE_URL',
	'DATABASE_READ_URL',
	'AUTH_SECRET',
	'CONSOLE_ADMIN_PASSWORD',
	'OIDC_CLIENT_SECRET',
	'COORDINATOR_TOKEN',
] as const;

function readValues(env: NodeJS.ProcessEnv): Record<string, string> {
	const values: Record<string, string> = {};
	for (const [name, value] of Object.entries(env)) if (value !== undefined && value !== '') values[name] = value;
	for (const name of SECRETS) {
		const file = values[`${name}_FILE`];
		if (file === undefined) continue;
		try {
			values[name] = readFileSync(file, 'utf8').trim();
		} catch {
			throw new ConfigError(`${name}_FILE names ${file}, which cannot be read: correct the path or unset it`);
		}
	}
	return values;
}

let parsed: WebEnv | undefined;

/**
 * The console's configuration, read once per process. Without NEXTAUTH_URL, next-auth is told to take the origin from the
 * request, so that 127.0.0.1 and localhost both work.
 * @throws ConfigError that says in one line which variable to change and how
 */
export function webEnv(env: NodeJS.ProcessEnv = process.env): WebEnv {
	if (parsed !== undefined) return parsed;
	const values = readValues(env);
	const result = schema.safeParse(values);
	if (!result.success) throw new ConfigError(result.error.issues[0]?.message ?? 'the configuration is not valid');
	if (result.data.NEXTAUTH_URL === undefined) env.AUTH_TRUST_HOST = 'true';
	parsed = { ...result.data, oidc: readOidcSettings(values) };
	return parsed;
}

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { ConfigError } from '../lib/errors';

const KEY_BYTES_MIN = 32;
/** Modes in which Caracal itself signs everything (wire reference 1.1). */
const SIGNED_MODES = ['rc', 'stable'];

function integer(name: string, min: number, max: number, fallback: number) {
	return z
		.string()
		.regex(/^\d+$/, `${name} must be a whole number`)
		.transform(Number)
		.refine((n) => n >= min && n <= max, `${name} must be from ${min} to ${max}`)
		.optional()
		.transform((n) => n ?? fallback);
}

function url(name: string, protocols: readonly string[], example: string) {
	return z
		.string({ error: `${name} is not set: give it as ${example}, or a file with it as ${name}_FILE` })
		.refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `${name} is not a URL like ${example}`);
}

function hmacKey(name: string) {
	return z
		.string()
		.regex(/^([0-9a-fA-F]{2})+$/, `${name} is not hex: give the key Caracal signs with as pairs of the digits 0-9 and a-f`)
		.refine(
			(text) => text.length >= KEY_BYTES_MIN * 2,
			`${name} is too short: give at least ${KEY_BYTES_MIN} bytes (${KEY_BYTES_MIN * 2} hex digits)`,
		)
		.transform((text) => Buffer.from(text, 'hex'))
		.optional()
		.transform((key) => key ?? null);
}

const schema = z.object({
	DATABASE_URL: url('DATABASE_URL', ['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database'),
	REDIS_URL: url('REDIS_URL', ['redis:', 'rediss:'], 'redis://:password@host:6379'),
	AUDIT_HMAC_KEY: hmacKey('AUDIT_HMAC_KEY'),
	STREAMS_HMAC_KEY: hmacKey('STREAMS_HMAC_KEY'),
	CHECKPOINT_KEYS: z.string().optional(),
	/** Kept beside the value: the file is read again, so that a rotated key counts without a restart. */
	CHECKPOINT_KEYS_FILE: z.string().optional(),
	ANCHORS: z.string().default('data=directory:.data/anchors'),
	ANCHOR_TOKEN: z.string().optional(),
	AWS_ACCESS_KEY_ID: z.string().optional(),
	AWS_SECRET_ACCESS_KEY: z.string().optional(),
	METRICS_BEARER: z.string().optional(),
	AUDIT_TAMPER_ROLLING_HOURS: integer('AUDIT_TAMPER_ROLLING_HOURS', 1, 24 * 366, 4),
	AUDIT_STREAM_GROUP: z.string().min(1).max(200).default('audit-ingestor'),
	AUDIT_MAX_DELIVERIES: integer('AUDIT_MAX_DELIVERIES', 1, 1000, 8),
	AUDIT_CLAIM_IDLE_SECS: integer('AUDIT_CLAIM_IDLE_SECS', 1, 86_400, 30),
	AUDIT_READY_DLQ_MAX: integer('AUDIT_READY_DLQ_MAX', 0, Number.MAX_SAFE_INTEGER, 0),
	AUDIT_READY_LAG_MAX: integer('AUDIT_READY_LAG_MAX', 0, Number.MAX_SAFE_INTEGER, 0),
	AUDIT_READY_PEL_OLDEST_SECS_MAX: integer('AUDIT_READY_PEL_OLDEST_SECS_MAX', 0, Number.MAX_SAFE_INTEGER, 0),
	WORKER_PORT: integer('WORKER_PORT', 0, 65_535, 9090),
	WORKER_NAME: z.string().min(1).max(200).optional(),
	WORKER_BATCH_MAX: integer('WORKER_BATCH_MAX', 1, 10_000, 1000),
	WORKER_EXIT_WITH_PARENT: z.enum(['0', '1'], { error: 'WORKER_EXIT_WITH_PARENT must be 0 or 1' }).default('0'),
	CARACAL_MODE: z.string().default('dev'),
	NODE_ENV: z.string().default('development'),
	LOG_LEVEL: z
		.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
			error: 'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent',
		})
		.default('info'),
});

/**
 * `WORKER_NAME` is never absent: by default host and port, of which there is one worker at a time and which a restarted one
 * shares, so that it finds what it left pending. `isPublished`: in production, or in a mode that Caracal publishes.
 */
export type WorkerEnv = z.infer<typeof schema> & { readonly WORKER_NAME: string; readonly isPublished: boolean };

/** What anchors are reached with. */
export function anchorSecrets(env: WorkerEnv) {
	const { ANCHOR_TOKEN: webhookToken = null, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
	return { webhookToken, s3: accessKeyId === undefined || secretAccessKey === undefined ? null : { accessKeyId, secretAccessKey } };
}

const SECRETS = [
	'DATABASE_URL',
	'REDIS_URL',
	'AUDIT_HMAC_KEY',
	'STREAMS_HMAC_KEY',
	'CHECKPOINT_KEYS',
	'ANCHOR_TOKEN',
	'AWS_ACCESS_KEY_ID',
	'AWS_SECRET_ACCESS_KEY',
	'METRICS_BEARER',
];

/** Values as given, a secret also from the file that NAME_FILE names; an empty variable counts as not set. */
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

/**
 * The worker's configuration, checked.
 * @throws ConfigError that says in one line which variable to change and how
 */
export function workerEnv(env: NodeJS.ProcessEnv = process.env): WorkerEnv {
	const parsed = schema.safeParse(readValues(env));
	if (!parsed.success) throw new ConfigError(parsed.error.issues[0]?.message ?? 'the configuration is not valid');
	const values = parsed.data;
	const isPublished = SIGNED_MODES.includes(values.CARACAL_MODE) || values.NODE_ENV === 'production';
	for (const name of ['AUDIT_HMAC_KEY', 'STREAMS_HMAC_KEY'] as const) {
		if (values[name] === null && isPublished) {
			throw new ConfigError(
				`${name} is not set: in production every entry must be signed; give the key as hex, or a file with it as ${name}_FILE`,
			);
		}
	}
	const name = values.WORKER_NAME ?? `${hostname()}:${values.WORKER_PORT === 0 ? process.pid : values.WORKER_PORT}`;
	return { ...values, WORKER_NAME: name, isPublished };
}

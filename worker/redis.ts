import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { ConfigError } from '../lib/errors';

/** The address of a URL without its user and password, for messages. */
export function addressOf(url: string): string {
	return new URL(url).host;
}

/**
 * Connects once and asks for an answer, so that a wrong address is one clear line at start and not a silent retry.
 * @throws ConfigError
 */
export async function checkRedis(url: string): Promise<void> {
	const probe = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, connectTimeout: 5_000 });
	let reason = '';
	probe.on('error', (error: Error) => {
		reason = error.message;
	});
	try {
		await probe.connect();
		await probe.ping();
	} catch (error) {
		throw new ConfigError(`Redis at ${addressOf(url)} cannot be used (${reason || String(error)}): check REDIS_URL and that Redis runs`);
	} finally {
		probe.disconnect();
	}
}

/** Opens a connection that reconnects for ever; its state changes are logged once each. */
export function openRedis(url: string, name: string, log: Logger): Redis {
	const redis = new Redis(url, { maxRetriesPerRequest: null, connectionName: name, retryStrategy: (times) => Math.min(2_000, 50 * times) });
	let down = false;
	redis.on('error', (error: Error) => {
		if (!down) log.warn({ connection: name, reason: error.message }, 'Redis connection lost, reconnecting');
		down = true;
	});
	redis.on('ready', () => {
		if (down) log.info({ connection: name }, 'Redis connection is back');
		down = false;
	});
	return redis;
}

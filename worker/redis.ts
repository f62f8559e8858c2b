import { Redis } from 'ioredis';
import { ConfigError, toError } from '../lib/errors';
import type { LaneLog } from './lane-types';
import { within } from './within';

const CONNECT_MS_MAX = 5_000;
/** A command without a reply for this long has failed; blocking reads have their own limit. */
const REPLY_MS_MAX = 10_000;
const RETRY_MS_MAX = 2_000;

/** The address of a URL without its user and password, for messages. */
export function addressOf(url: string): string {
	return new URL(url).host;
}

/**
 * Opens a connection that comes back by itself after it was lost. While it is away commands fail at once, and a command whose
 * reply was lost is not sent again: whoever sent it decides, since a dead letter must not be written twice.
 * @throws ConfigError when it cannot be opened now
 */
export async function openRedis(url: string, name: string, log: LaneLog, kind: 'commands' | 'blocking' = 'commands'): Promise<Redis> {
	const redis = new Redis(url, {
		lazyConnect: true,
		connectionName: name,
		connectTimeout: CONNECT_MS_MAX,
		...(kind === 'commands' ? { commandTimeout: REPLY_MS_MAX } : {}),
		enableOfflineQueue: false,
		autoResendUnfulfilledCommands: false,
		// with null or a number above 0, commands whose reply was lost would neither be sent again nor fail
		maxRetriesPerRequest: 0,
		retryStrategy: (times) => Math.min(RETRY_MS_MAX, 50 * times),
	});
	let state: 'opening' | 'up' | 'down' = 'opening';
	let reason = '';
	redis.on('error', (error: Error) => {
		reason = error.message || String(error);
		if (state === 'up') log.warn({ connection: name, reason }, 'Redis connection lost, reconnecting');
		if (state === 'up') state = 'down';
	});
	redis.on('ready', () => {
		if (state === 'down') log.info({ connection: name }, 'Redis connection is back');
		state = 'up';
	});
	try {
		await redis.connect();
		await redis.ping();
		return redis;
	} catch (error) {
		redis.disconnect();
		const why = reason || toError(error).message;
		throw new ConfigError(`Redis at ${addressOf(url)} cannot be used (${why}): check REDIS_URL and that Redis runs`);
	}
}

/**
 * Asks for an answer; without one the connection is opened anew, for the server may have vanished without closing it.
 * @throws when there is none
 */
export async function pingRedis(redis: Redis, msMax: number): Promise<void> {
	try {
		await within('Redis', msMax, redis.ping());
	} catch (error) {
		if (redis.status === 'ready') redis.disconnect(true);
		throw error;
	}
}

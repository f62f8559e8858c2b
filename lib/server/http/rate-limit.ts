import 'server-only';
import { AppError } from '../../errors';
import type { Actor } from '../access';
import { webEnv } from '../env';

const WINDOW_MS = 60_000;
/** Askers remembered at most; the oldest is forgotten first. */
const ASKERS_MAX = 10_000;

interface Bucket {
	tokens: number;
	atMs: number;
}

const holder = globalThis as typeof globalThis & { caracalRateLimit?: Map<string, Bucket> };

/** The failure of having asked too often, with how long to wait. */
export class RateLimited extends AppError {
	constructor(
		readonly retryAfterSeconds: number,
		message: string,
	) {
		super('rate_limited', message, `Wait ${retryAfterSeconds} s, then try again.`);
	}
}

/** The failure of finding no place: as much as there may be is under way already. */
export class NoPlace extends AppError {
	constructor(
		readonly retryAfterSeconds: number,
		message: string,
		todo: string,
	) {
		super('unavailable', message, todo);
	}
}

/**
 * Takes one from a bucket, which refills evenly.
 * @returns null, or the seconds to wait when there is none
 */
export function takeFrom(buckets: Map<string, Bucket>, key: string, perMinute: number, nowMs: number): number | null {
	const bucket = buckets.get(key) ?? { tokens: perMinute, atMs: nowMs };
	bucket.tokens = Math.min(perMinute, bucket.tokens + ((nowMs - bucket.atMs) / WINDOW_MS) * perMinute);
	bucket.atMs = nowMs;
	buckets.delete(key);
	buckets.set(key, bucket);
	const [oldest] = buckets.keys();
	if (buckets.size > ASKERS_MAX && oldest !== undefined) buckets.delete(oldest);
	if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / perMinute) * (WINDOW_MS / 1000));
	bucket.tokens--;
	return null;
}

/**
 * Takes one request from the asker's bucket: API_REQUESTS_PER_MINUTE per token or account.
 * @throws RateLimited
 */
export function limitRate(actor: Actor, nowMs: number = Date.now()): void {
	const perMinute = webEnv().API_REQUESTS_PER_MINUTE;
	holder.caracalRateLimit ??= new Map();
	const waitSeconds = takeFrom(holder.caracalRateLimit, `${actor.kind}:${actor.id}`, perMinute, nowMs);
	if (waitSeconds !== null) throw new RateLimited(waitSeconds, `More than ${perMinute} requests a minute.`);
}

/** A session ends 12 hours after its sign-in, however much it is used. */
export const SESSION_SECONDS_MAX = 12 * 60 * 60;

/** How exactly "last seen" is kept: a session in use is not written at every request. */
export const TOUCH_MICROS = 60_000_000n;

interface Lived {
	readonly expiresAt: bigint;
	readonly seenAt: bigint;
	readonly revokedAt: bigint | null;
}

/** Whether a session still counts: not revoked, not at its end, and used within the idle limit. Times in microseconds since 1970. */
export function isAlive(session: Lived, nowMicros: bigint, idleMinutes: number): boolean {
	return session.revokedAt === null && session.expiresAt > nowMicros && nowMicros - session.seenAt < BigInt(idleMinutes) * 60_000_000n;
}

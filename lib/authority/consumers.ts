import type { Micros } from './order';

/** Within how long a consumer should have acknowledged a revocation. */
export const OBJECTIVE_MS_DEFAULT = 5000;
/** Without a sign of life for this long a consumer is not counted on. */
export const QUIET_MS_MIN = 60_000;
/** And for this long it is taken for one that no longer exists: a Gateway's group stays behind when its host goes. */
export const GONE_MS_MIN = 86_400_000;

/** What was sampled of one consumer group about the entries of one revocation. */
export interface ConsumerSample {
	readonly stream: string;
	readonly group: string;
	/** When the group was first seen to have been given the last of the entries, and to have acknowledged all. Null: not seen. */
	readonly deliveredAt: Micros | null;
	readonly ackedAt: Micros | null;
	/** Entries of the revocation delivered and not acknowledged. */
	readonly pending: number;
	/** Last sign of life of any consumer of the group; null when it has none. */
	readonly lastActiveAt: Micros | null;
	/** Last time the group was looked at. */
	readonly sampledAt: Micros;
}

/**
 * `acknowledged`: whatever the time. `waiting`: within the objective still. `late`: alive, beyond the objective, not acknowledged.
 * `unknown`: it has gone quiet, so nothing can be said. `gone`: for so long that its host is taken to have vanished.
 */
export type ConsumerState = 'acknowledged' | 'waiting' | 'late' | 'unknown' | 'gone';

export interface ConsumerVerdict {
	readonly sample: ConsumerSample;
	/** `gateway-b` of `gateway-revocation:gateway-b`; else the group's own name. */
	readonly name: string;
	readonly role: 'sts' | 'gateway' | 'resource' | 'other';
	readonly state: ConsumerState;
	/** Milliseconds from the revocation to delivery and acknowledgement, as sampled; null where not seen. */
	readonly deliveredAfterMs: number | null;
	readonly ackedAfterMs: number | null;
	/** Acknowledged, but beyond the objective. */
	readonly isBeyondObjective: boolean;
}

const GATEWAY = /^gateway-revocation:(.+)$/s;

function roleOf(group: string): ConsumerVerdict['role'] {
	if (GATEWAY.test(group)) return 'gateway';
	if (group.startsWith('sts-')) return 'sts';
	return group.startsWith('resource-') ? 'resource' : 'other';
}

function stateOf(sample: ConsumerSample, decidedAt: Micros, now: Micros, objectiveMs: number): ConsumerState {
	if (sample.ackedAt !== null) return 'acknowledged';
	// what was not looked at lately cannot be told to be alive either
	const quietMs = (now - Math.min(sample.lastActiveAt ?? Number.NEGATIVE_INFINITY, sample.sampledAt)) / 1000;
	if (sample.lastActiveAt === null || quietMs >= GONE_MS_MIN) return sample.deliveredAt === null ? 'gone' : 'unknown';
	if (quietMs >= QUIET_MS_MIN) return 'unknown';
	return (now - decidedAt) / 1000 <= objectiveMs ? 'waiting' : 'late';
}

/** What can be said of each consumer of a revocation at `now`. Never better than what was sampled. */
export function judgeConsumers(
	samples: readonly ConsumerSample[],
	decidedAt: Micros,
	now: Micros,
	objectiveMs = OBJECTIVE_MS_DEFAULT,
): readonly ConsumerVerdict[] {
	const after = (at: Micros | null) => (at === null ? null : Math.max(0, (at - decidedAt) / 1000));
	return samples.map((sample) => {
		const ackedAfterMs = after(sample.ackedAt);
		return {
			sample,
			name: GATEWAY.exec(sample.group)?.[1] ?? sample.group,
			role: roleOf(sample.group),
			state: stateOf(sample, decidedAt, now, objectiveMs),
			deliveredAfterMs: after(sample.deliveredAt),
			ackedAfterMs,
			isBeyondObjective: ackedAfterMs !== null && ackedAfterMs > objectiveMs,
		};
	});
}

import type { Backlog } from './backlog';

/** What health and readiness are computed from. */
export interface WorkerState {
	readonly nowMs: number;
	/** When the read loop last came round. */
	readonly lastTurnAtMs: number;
	/** Why the consumer waits, or null while it works. */
	readonly failure: string | null;
	readonly postgresReachable: boolean;
	readonly redisReachable: boolean;
	readonly backlog: Backlog | null;
}

/** 0 turns a threshold off, as in Caracal's Audit service. */
export interface ReadyThresholds {
	readonly deadLettersMax: number;
	readonly lagMax: number;
	readonly oldestPendingSecondsMax: number;
}

/** A read blocks for 5 s at most and a batch takes seconds at worst: a loop silent for this long is stuck. */
const SILENT_MS_MAX = 60_000;

/** Whether the process does its work: false means restart it. */
export function isAlive(state: WorkerState): boolean {
	return state.nowMs - state.lastTurnAtMs <= SILENT_MS_MAX;
}

/** Why the worker should not be counted on now; empty when it is ready. Reasons and order as in the wire reference, 4.2. */
export function notReadyReasons(state: WorkerState, thresholds: ReadyThresholds): string[] {
	const reasons: string[] = [];
	if (!isAlive(state) || state.failure !== null) reasons.push('consumer_unhealthy');
	if (!state.postgresReachable) reasons.push('postgres_unreachable');
	if (!state.redisReachable) reasons.push('redis_unreachable');
	const { backlog } = state;
	if (backlog === null) return reasons;
	const exceeds = (value: number, max: number) => max > 0 && value > max;
	if (exceeds(backlog.deadLetters, thresholds.deadLettersMax)) reasons.push('audit_dlq_threshold');
	if (exceeds(backlog.undelivered + backlog.pending, thresholds.lagMax)) reasons.push('audit_lag_threshold');
	if (exceeds(backlog.oldestPendingMs / 1000, thresholds.oldestPendingSecondsMax)) reasons.push('audit_pel_oldest_threshold');
	return reasons;
}

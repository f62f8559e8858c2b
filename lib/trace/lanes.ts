/** The lanes of a timeline, in the order they are drawn. `authority`: revocations, sessions, policies and commands around it. */
export const LANES = ['caller', 'sts', 'approval', 'gateway', 'upstream', 'authority', 'ledger'] as const;
export type Lane = (typeof LANES)[number];

const LANE_OF_TYPE: Readonly<Record<string, Lane>> = {
	token_exchange: 'sts',
	run_launch: 'sts',
	jti_collision: 'sts',
	step_up_issued: 'approval',
	step_up_decided: 'approval',
	step_up_consumed: 'approval',
	gateway_resource_request: 'gateway',
	replay_detected: 'gateway',
};

/** The lane of an event; whatever has no part in the request itself stands in `authority`. */
export function laneOf(eventType: string): Lane {
	return Object.hasOwn(LANE_OF_TYPE, eventType) ? (LANE_OF_TYPE[eventType] ?? 'authority') : 'authority';
}

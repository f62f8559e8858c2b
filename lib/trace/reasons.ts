import { DIAGNOSTIC_REASONS } from './reasons/diagnostics';
import { AUTHORITY_REASONS, CONTROL_REASONS, GATEWAY_REASONS } from './reasons/elsewhere';
import type { Reason } from './reasons/reason';
import { STATUS_REASONS } from './reasons/statuses';

export type { Reason, ReasonAbout, ReasonFamily } from './reasons/reason';

/** Every code this version has words for. No code stands in two families. */
export const REASONS: readonly Reason[] = [
	...STATUS_REASONS,
	...DIAGNOSTIC_REASONS,
	...GATEWAY_REASONS,
	...CONTROL_REASONS,
	...AUTHORITY_REASONS,
];

const BY_CODE: ReadonlyMap<string, Reason> = new Map(REASONS.map((reason) => [reason.code, reason]));

/** What a code means, or null for one this version does not know: show that as it is and guess nothing. */
export function reasonFor(code: string): Reason | null {
	return BY_CODE.get(code) ?? null;
}

import { textAt } from '../events/read-json';
import type { Call } from './calls';
import type { Reading } from './reading';

/**
 * What became of a call as far as the record tells.
 * - answered: the upstream answered, below 400 or without a status.
 * - refused: the upstream answered 400 to 499.
 * - failed: the upstream answered 500 or more, or could not be reached.
 * - not_sent: the Gateway sent nothing.
 * - cut: a revocation cut the answer off.
 * - allowed: policy said yes, and nothing shows a use or that a token was issued.
 * - undecided: a call without its decision.
 */
export type OutcomeState = 'answered' | 'refused' | 'failed' | 'not_sent' | 'cut' | 'allowed' | 'held' | 'denied' | 'undecided' | 'unknown';

/** The finite number under a key of an event's metadata, or null. */
export function numberOf(reading: Reading | null, key: string): number | null {
	const value = reading?.meta[key];
	return reading !== null && Object.hasOwn(reading.meta, key) && typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function gatewayState(gateway: Reading): OutcomeState {
	const upstream = numberOf(gateway, 'upstream_status');
	if (textAt(gateway.meta, 'revocation_interrupted') === 'true') return 'cut';
	switch (gateway.event.evaluationStatus) {
		case 'build_failed':
			return 'not_sent';
		case 'upstream_error':
			return 'failed';
		case 'upstream_rejected':
			return upstream === null ? 'not_sent' : upstream >= 500 ? 'failed' : 'refused';
		case 'executed': {
			const status = upstream ?? numberOf(gateway, 'gateway_status');
			return status === null || status < 400 ? 'answered' : status < 500 ? 'refused' : 'failed';
		}
		default:
			return 'unknown';
	}
}

/** How a call ended. */
export function stateOf(call: Call): OutcomeState {
	const { exchange, gateway, isHeld } = call;
	if (exchange === null) return gateway === null ? 'unknown' : 'undecided';
	if (exchange.event.decision === 'deny') return 'denied';
	if (exchange.event.decision !== 'allow') return 'unknown';
	if (isHeld) return 'held';
	return gateway === null ? 'allowed' : gatewayState(gateway);
}

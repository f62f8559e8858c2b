import { byOccurrence, type Reading } from './reading';

/** The Gateway asks for its decision during the call, so both lie at most this far apart, whatever the clocks. */
const CALL_MICROS_MAX = 900_000_000n;

/** What came of one decision: the exchange, the Gateway's record of the call it was for, or one of them alone. */
export interface Call {
	readonly resource: string;
	readonly exchange: Reading | null;
	readonly gateway: Reading | null;
	/** The exchange was allowed on condition of an approval that this request does not show as used. */
	readonly isHeld: boolean;
}

export const isExchange = (reading: Reading) => reading.event.eventType === 'token_exchange';
export const isGateway = (reading: Reading) => reading.event.eventType === 'gateway_resource_request';
/** A summary says only that nothing was granted; the refusals stand in events of their own. */
export const isSummary = (reading: Reading) => isExchange(reading) && reading.event.evaluationStatus === 'exchange_denied';

/** The exchanges that wait for an approval: all that need one, less as many of the last as approvals were used without a new hold. */
function heldAmong(readings: readonly Reading[]): ReadonlySet<Reading> {
	const asking = readings.filter((reading) => isExchange(reading) && reading.needsApproval && reading.event.decision === 'allow');
	const issued = readings.filter((reading) => reading.event.eventType === 'step_up_issued').length;
	const consumed = readings.filter((reading) => reading.event.eventType === 'step_up_consumed').length;
	const satisfied = Math.min(consumed, Math.max(0, asking.length - issued));
	return new Set(asking.slice(0, asking.length - satisfied));
}

function gatewayStart(reading: Reading): bigint {
	const latency = reading.meta.latency_ms;
	const micros = typeof latency === 'number' && latency > 0 && latency < 1e9 ? BigInt(Math.round(latency * 1000)) : 0n;
	return reading.placedAt - micros;
}

/**
 * Pairs exchanges that may be used with Gateway calls, both of one resource and in order: the k-th with the k-th where they are as
 * many, else the first within CALL_MICROS_MAX of one another.
 */
function pair(exchanges: readonly Reading[], gateways: readonly Reading[]): [Reading | null, Reading | null][] {
	const pairs: [Reading | null, Reading | null][] = [];
	const even = exchanges.length === gateways.length;
	let g = 0;
	for (const exchange of exchanges) {
		const at = exchange.placedAt;
		// calls that began long before this decision have none
		for (let call = gateways[g]; !even && call !== undefined && gatewayStart(call) < at - CALL_MICROS_MAX; call = gateways[++g])
			pairs.push([null, call]);
		const call = gateways[g];
		if (call !== undefined && (even || gatewayStart(call) <= at + CALL_MICROS_MAX)) {
			pairs.push([exchange, call]);
			g++;
		} else pairs.push([exchange, null]);
	}
	for (const call of gateways.slice(g)) pairs.push([null, call]);
	return pairs;
}

/** The calls of a request in order. `readings` are of one request, in order of occurrence. Linear. */
export function callsOf(readings: readonly Reading[]): Call[] {
	const held = heldAmong(readings);
	const byResource = new Map<string, { usable: Reading[]; gateways: Reading[] }>();
	const calls: Call[] = [];
	for (const reading of readings) {
		if (!isExchange(reading) && !isGateway(reading)) continue;
		if (isSummary(reading)) continue;
		if (isExchange(reading) && (reading.event.decision !== 'allow' || held.has(reading))) {
			calls.push({ resource: reading.resource, exchange: reading, gateway: null, isHeld: held.has(reading) });
			continue;
		}
		const of = byResource.get(reading.resource) ?? { usable: [], gateways: [] };
		byResource.set(reading.resource, of);
		(isGateway(reading) ? of.gateways : of.usable).push(reading);
	}
	for (const [resource, { usable, gateways }] of byResource)
		for (const [exchange, gateway] of pair(usable, gateways)) calls.push({ resource, exchange, gateway, isHeld: false });
	const first = (call: Call) => call.exchange ?? call.gateway;
	return calls.sort((a, b) => {
		const [x, y] = [first(a), first(b)];
		return x === null || y === null ? 0 : byOccurrence(x, y);
	});
}

import { textAt } from '../../events/read-json';
import type { Call } from '../calls';
import { callsOf } from '../calls';
import type { Reading } from '../reading';

/** The decision of a request that a comparison looks at, with the call it was for. */
export interface Compared {
	/** All events of the request, in order. */
	readonly own: readonly Reading[];
	readonly exchange: Reading;
	readonly gateway: Reading | null;
}

/** How much a call says: a refusal before a hold before the rest, and a verdict before what never reached policy. */
function rank({ exchange, isHeld }: Call): number {
	if (exchange?.event.decision === 'deny') return exchange.event.evaluationStatus === 'exchange_denied' ? 3 : 0;
	return isHeld ? 1 : 2;
}

/**
 * What to compare of a request: the decision on the resource when one is given, else its refusal, else its last decision. Null when
 * it has none.
 */
export function comparedOf(own: readonly Reading[], resource?: string): Compared | null {
	const calls = callsOf(own).filter(({ exchange }) => exchange !== null);
	const onResource = resource === undefined ? calls : calls.filter((call) => call.resource === resource);
	const [call] = [...(onResource.length > 0 ? onResource : calls)].reverse().sort((a, b) => rank(a) - rank(b));
	return call === undefined || call.exchange === null ? null : { own, exchange: call.exchange, gateway: call.gateway };
}

/** A text of the Gateway's record of the call, or of the exchange. */
export function callText(compared: Compared, key: string): string {
	return (compared.gateway === null ? '' : textAt(compared.gateway.meta, key)) || textAt(compared.exchange.meta, key);
}

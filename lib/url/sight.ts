import { parseList } from './lists';
import { fixRange, parseInstant } from './range';
import { parseSearch } from './search';

/** The time and the zones a view shows. Instants are milliseconds since 1970, null leaves an end open; no zones stand for all. */
export interface InSight {
	readonly from: number | null;
	readonly to: number | null;
	readonly zones: readonly string[];
}

const MINUTE_MS = 60_000;
/** What the tail shows without being scrolled, and the on-call screen in its charts. */
const TAIL_MS = 15 * MINUTE_MS;
const ON_CALL_MS = 120 * MINUTE_MS;
/** What stands in the graph was learned before; of a longer past a gap would stand over it for ever. */
const AUTHORITY_MS = 24 * 60 * MINUTE_MS;

const milliseconds = (micros: bigint | null) => (micros === null ? null : Number(micros / 1000n));

/**
 * What an address of the console shows. Total: of an address it does not know, everything.
 * @param nowMs milliseconds since 1970
 */
export function inSightOf(path: string, params: URLSearchParams, nowMs: number): InSight {
	const zones = parseList(params.get('zone') ?? '');
	const last = (ms: number): InSight => ({ from: nowMs - ms, to: nowMs, zones });
	switch (path.split('/')[1]) {
		case 'search': {
			const { state } = parseSearch(params);
			const { from, to } = fixRange(state.range, BigInt(nowMs) * 1000n);
			return { from: milliseconds(from), to: milliseconds(to), zones: state.zones };
		}
		case 'tail':
			return last(TAIL_MS);
		case 'oncall':
			return last(ON_CALL_MS);
		case 'authority': {
			const to = milliseconds(parseInstant(params.get('at') ?? '')) ?? nowMs;
			const zone = params.get('zone');
			return { from: to - AUTHORITY_MS, to, zones: zone === null || zone === '' ? [] : [zone] };
		}
		default:
			return { from: null, to: null, zones };
	}
}

/** Whether an address shows evidence at all. */
export function showsEvidence(path: string): boolean {
	return !['settings', 'api', 'password'].includes(path.split('/')[1] ?? '');
}

import type { EpochMicros } from '../events/contract';
import { formatEventSearch } from '../url/search';

/** The search over exactly what was counted, as the parameters of its address. */
export function searchFor(zones: readonly string[], q: string, from: EpochMicros | null, to: EpochMicros | null): string {
	return formatEventSearch({ zones, q, range: from === null && to === null ? { kind: 'all' } : { kind: 'between', from, to } });
}

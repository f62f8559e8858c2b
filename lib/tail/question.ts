import { formatList } from '../url/lists';

/** Which events a tail shows. */
export interface TailQuestion {
	/** Zone ids; empty for every zone the asker may read. */
	readonly zones: readonly string[];
	readonly q: string;
}

/** Where it begins: behind a position, with what entered the ledger since an instant, or, with neither, now. */
export interface TailStart {
	readonly after: string | null;
	/** RFC 3339 in UTC. */
	readonly since: string | null;
}

export const FROM_NOW: TailStart = { after: null, since: null };

/** The address a tail is read from. */
export function tailPath({ zones, q }: TailQuestion, { after, since }: TailStart): string {
	const params = new URLSearchParams();
	if (zones.length > 0) params.set('zone', formatList(zones));
	if (q !== '') params.set('q', q);
	if (after !== null) params.set('after', after);
	else if (since !== null) params.set('since', since);
	return params.size === 0 ? '/v1/tail' : `/v1/tail?${params}`;
}

import { writeValues } from '../query/quote';
import { requestHref, tracePath } from './request';
import { DEFAULT_SEARCH, formatSearch } from './search';

/** What a pasted text may be, most likely first, and where it leads. */
export interface PasteTarget {
	readonly label: string;
	readonly href: string;
}

/** An OpenTelemetry trace ID. */
const TRACE_ID = /^[0-9a-f]{32}$/i;
const EVERYTHING = { ...DEFAULT_SEARCH, range: { kind: 'all' } } as const;

/** Where a pasted ID may lead. A request ID is any text a caller chose, so nothing is refused but the empty text. */
export function pasteTargets(pasted: string): PasteTarget[] {
	const id = pasted.trim();
	if (id === '') return [];
	return [
		{ label: 'The request', href: requestHref(id) },
		{ label: 'The event', href: `/search?${formatSearch({ ...EVERYTHING, q: writeValues('id', [id]) })}` },
		...(TRACE_ID.test(id) ? [{ label: 'Events of the trace', href: tracePath(id) }] : []),
	];
}

import { writeValues } from '../query/quote';
import { DEFAULT_SEARCH, formatSearch } from './search';

/** What a pasted text may be, most likely first, and where it leads. */
export interface PasteTarget {
	readonly label: string;
	readonly href: string;
}

const EVERYTHING = { ...DEFAULT_SEARCH, range: { kind: 'all' } } as const;

/** Where a pasted ID may lead. A request ID is any text a caller chose, so nothing is refused but the empty text. */
export function pasteTargets(pasted: string): PasteTarget[] {
	const id = pasted.trim();
	if (id === '') return [];
	return [
		{ label: 'Events of the request', href: `/search?${formatSearch({ ...EVERYTHING, q: writeValues('request', [id]) })}` },
		{ label: 'The event', href: `/search?${formatSearch({ ...EVERYTHING, q: writeValues('id', [id]) })}` },
	];
}

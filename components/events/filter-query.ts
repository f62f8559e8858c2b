import { formatSearch, type SearchState } from '@/lib/url/search';

/** The part of the state that says which events, not how they are shown. */
export function filterQuery(state: SearchState): string {
	return formatSearch({ ...state, selected: null, timeZone: null });
}

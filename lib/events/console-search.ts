import { formatSearch, type SearchState } from '../url/search';

/**
 * The filters of a search as its address shows them, for the details of a console event: everything that says which events, but
 * for the zones, which are told apart. The time range is always named, also where the address leaves the default out.
 */
export function searchFilters(search: Omit<SearchState, 'timeZone' | 'selected'>): Record<string, string> {
	const filters = Object.fromEntries(new URLSearchParams(formatSearch({ ...search, zones: [], timeZone: null, selected: null })));
	const isDefault = filters.last === undefined && filters.from === undefined && filters.to === undefined;
	return isDefault ? { last: '24h', ...filters } : filters;
}

import { type EventSearch, formatEventSearch } from '../url/search';

/**
 * The filters of a search as its address shows them, for the details of a console event: everything that says which events, but
 * for the zones, which are told apart. The time range is always named, also where the address leaves the default out.
 */
export function searchFilters(search: EventSearch): Record<string, string> {
	const filters = Object.fromEntries(new URLSearchParams(formatEventSearch({ ...search, zones: [] })));
	const isDefault = filters.last === undefined && filters.from === undefined && filters.to === undefined;
	return isDefault ? { last: '24h', ...filters } : filters;
}

import { type EventSearch, formatEventSearch } from '@/lib/url/search';

/** The part of the state that says which events, not how they are shown. */
export function filterQuery(state: EventSearch): string {
	return formatEventSearch(state);
}

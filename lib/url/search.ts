import { formatList, LIST_MAX, parseList, VALUE_MAX } from './lists';
import { type EventPlace, formatPlace, parsePlace } from './place';
import { DEFAULT_RANGE, formatRange, parseRange, type TimeRange } from './range';

export { type EventPlace, formatPlace, parsePlace } from './place';

/** Values to keep and values to leave out; both empty means everything. */
export interface ValueFilter {
	readonly only: readonly string[];
	readonly not: readonly string[];
}

/** Everything the address of `/search` says. */
export interface SearchState {
	/** Zone ids; empty for every zone the reader may see. */
	readonly zones: readonly string[];
	readonly range: TimeRange;
	/** IANA name of the time zone that times are drawn in, or null for the reader's own preference. */
	readonly timeZone: string | null;
	/** Decisions; `none` stands for events without one. */
	readonly decisions: ValueFilter;
	readonly types: ValueFilter;
	readonly requestId: string | null;
	readonly eventId: string | null;
	/** The event open in the drawer. */
	readonly selected: EventPlace | null;
}

export const NO_FILTER: ValueFilter = { only: [], not: [] };
export const DEFAULT_SEARCH: SearchState = {
	zones: [],
	range: DEFAULT_RANGE,
	timeZone: null,
	decisions: NO_FILTER,
	types: NO_FILTER,
	requestId: null,
	eventId: null,
	selected: null,
};

/** A parsed address, and the parameters in it that were not understood. */
export interface ParsedSearch {
	readonly state: SearchState;
	/** `key=value` of each parameter that has no effect. A view says so: what it shows is not what the link asked. */
	readonly ignored: readonly string[];
}

const KEYS = ['zone', 'last', 'from', 'to', 'tz', 'decision', 'decision_not', 'type', 'type_not', 'request', 'id', 'event'] as const;
const ID_MAX = 1024;

/** Whether the name is a time zone this runtime can draw times in. */
export function isTimeZone(name: string): boolean {
	if (!/^[A-Za-z][\w+/-]{1,63}$/.test(name)) return false;
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
	} catch (error) {
		if (error instanceof RangeError) return false;
		throw error;
	}
}

function encode(text: string): string {
	return encodeURIComponent(text.toWellFormed()).replace(/%(2F|2C|3A|40)/g, (escaped) => decodeURIComponent(escaped));
}

/** The state as a query string without `?`; what is at its default is left out. */
export function formatSearch(state: SearchState): string {
	const pairs: [string, string][] = [
		['zone', formatList(state.zones)],
		...formatRange(state.range),
		['tz', state.timeZone ?? ''],
		['decision', formatList(state.decisions.only)],
		['decision_not', formatList(state.decisions.not)],
		['type', formatList(state.types.only)],
		['type_not', formatList(state.types.not)],
		['request', state.requestId ?? ''],
		['id', state.eventId ?? ''],
		['event', state.selected === null ? '' : formatPlace(state.selected)],
	];
	return pairs
		.filter(([, value]) => value !== '')
		.map(([key, value]) => `${key}=${encode(value)}`)
		.join('&');
}

function filterOf(only: string | null, not: string | null): ValueFilter {
	const kept = parseList(only ?? '');
	return { only: kept, not: parseList(not ?? '').filter((value) => !kept.includes(value)) };
}

function bounded(text: string | null): string | null {
	return text !== null && text !== '' && text.length <= ID_MAX ? text : null;
}

/**
 * Reads the address of `/search`. Total: whatever is not understood falls back to its default and is named in `ignored`.
 * For every state s of this codec, parseSearch(formatSearch(s)) is s with nothing ignored.
 */
export function parseSearch(params: Iterable<readonly [string, string]>): ParsedSearch {
	const given = new Map<string, string>();
	const ignored: string[] = [];
	for (const [key, value] of params) {
		if ((KEYS as readonly string[]).includes(key) && !given.has(key)) given.set(key, value);
		else ignored.push(`${key}=${value}`);
	}
	const get = (key: (typeof KEYS)[number]) => given.get(key) ?? null;
	const tz = get('tz');
	const state: SearchState = {
		zones: parseList(get('zone') ?? ''),
		range: parseRange(get('last'), get('from'), get('to')) ?? DEFAULT_RANGE,
		timeZone: tz !== null && isTimeZone(tz) ? tz : null,
		decisions: filterOf(get('decision'), get('decision_not')),
		types: filterOf(get('type'), get('type_not')),
		requestId: bounded(get('request')),
		eventId: bounded(get('id')),
		selected: parsePlace(get('event') ?? ''),
	};
	const kept = new URLSearchParams(formatSearch(state));
	for (const [key, value] of given) {
		const isDefault = key === 'last' && value === '24h';
		if (!kept.has(key) && !isDefault) ignored.push(`${key}=${value}`);
		else if (['zone', 'decision', 'decision_not', 'type', 'type_not'].includes(key) && countOf(value) > countOf(kept.get(key) ?? ''))
			ignored.push(`${key}=${value}`);
	}
	return { state, ignored };
}

/** How many values a list names, whether or not they are kept. */
function countOf(list: string): number {
	return list.length > LIST_MAX * VALUE_MAX ? Number.POSITIVE_INFINITY : new Set(list.match(/(?:\\.|[^\\,])+/gs)).size;
}

/** Whether anything but time and zone narrows the list. */
export function isFiltered(state: SearchState): boolean {
	const any = (filter: ValueFilter) => filter.only.length + filter.not.length > 0;
	return any(state.decisions) || any(state.types) || state.requestId !== null || state.eventId !== null;
}

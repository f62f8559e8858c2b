import { type Columns, DEFAULT_COLUMNS, formatColumns, parseColumns } from './columns';
import { formatList, LIST_MAX, parseList, VALUE_MAX } from './lists';
import { formatPanel, type Panel, parsePanel } from './panel';
import { type EventPlace, formatPlace, parsePlace } from './place';
import { DEFAULT_RANGE, formatRange, parseRange, type TimeRange } from './range';

/** Everything the address of `/search` says. */
export interface SearchState {
	/** Zone ids; empty for every zone the reader may see. */
	readonly zones: readonly string[];
	readonly range: TimeRange;
	/** IANA name of the time zone that times are drawn in, or null for the reader's own preference. */
	readonly timeZone: string | null;
	/** The query in the language of lib/query; empty for every event. */
	readonly q: string;
	/** Chosen columns of the table, in order. */
	readonly columns: Columns;
	/** Whether runs of alike events are drawn as one row. */
	readonly collapse: boolean;
	/** What stands beside, over or instead of the list. */
	readonly panel: Panel | null;
	/** The event open in the drawer. */
	readonly selected: EventPlace | null;
}

/** The part of a state that says which events, not how they are shown. */
export type EventSearch = Pick<SearchState, 'zones' | 'range' | 'q'>;

export const DEFAULT_SEARCH: SearchState = {
	zones: [],
	range: DEFAULT_RANGE,
	timeZone: null,
	q: '',
	columns: DEFAULT_COLUMNS,
	collapse: false,
	panel: null,
	selected: null,
};

/** A parsed address, and the parameters in it that were not understood. */
export interface ParsedSearch {
	readonly state: SearchState;
	/** `key=value` of each parameter that has no effect. A view says so: what it shows is not what the link asked. */
	readonly ignored: readonly string[];
}

const KEYS = ['zone', 'last', 'from', 'to', 'tz', 'q', 'cols', 'collapse', 'panel', 'event'] as const;
/** Longer texts are not carried. Twice what the language takes, so that a text too long for it is told by its own message. */
const Q_LENGTH_MAX = 20_000;

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
		['q', state.q],
		['cols', formatColumns(state.columns)],
		['collapse', state.collapse ? '1' : ''],
		['panel', formatPanel(state.panel)],
		['event', state.selected === null ? '' : formatPlace(state.selected)],
	];
	return pairs
		.filter(([, value]) => value !== '')
		.map(([key, value]) => `${key}=${encode(value)}`)
		.join('&');
}

/** The part of the address that says which events; what all reads of the same list share. */
export function formatEventSearch({ zones, range, q }: EventSearch): string {
	return formatSearch({ ...DEFAULT_SEARCH, zones, range, q });
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
	const q = get('q') ?? '';
	const state: SearchState = {
		zones: parseList(get('zone') ?? ''),
		range: parseRange(get('last'), get('from'), get('to')) ?? DEFAULT_RANGE,
		timeZone: tz !== null && isTimeZone(tz) ? tz : null,
		q: q.length <= Q_LENGTH_MAX ? q : '',
		columns: parseColumns(get('cols') ?? '') ?? DEFAULT_COLUMNS,
		collapse: get('collapse') === '1',
		panel: parsePanel(get('panel') ?? ''),
		selected: parsePlace(get('event') ?? ''),
	};
	const kept = new URLSearchParams(formatSearch(state));
	for (const [key, value] of given) {
		const isDefault = (key === 'last' && value === '24h') || (key === 'q' && value === '') || (key === 'cols' && isDefaultColumns(value));
		if (!kept.has(key) && !isDefault) ignored.push(`${key}=${value}`);
		else if (key === 'zone' && countOf(value) > countOf(kept.get(key) ?? '')) ignored.push(`${key}=${value}`);
	}
	return { state, ignored };
}

function isDefaultColumns(text: string): boolean {
	const columns = parseColumns(text);
	return columns !== null && formatColumns(columns) === '';
}

/** How many values a list names, whether or not they are kept. */
function countOf(list: string): number {
	return list.length > LIST_MAX * VALUE_MAX ? Number.POSITIVE_INFINITY : new Set(list.match(/(?:\\.|[^\\,])+/gs)).size;
}

/** Whether anything but time and zone narrows the list. */
export function isFiltered(state: EventSearch): boolean {
	return state.q.trim() !== '';
}

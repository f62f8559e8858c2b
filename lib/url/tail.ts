import type { EpochMicros } from '../events/contract';
import { type Columns, formatColumns, parseColumns } from './columns';
import { formatList, parseList } from './lists';
import { type EventPlace, formatPlace, parsePlace } from './place';
import { formatInstant, parseInstant } from './range';
import { isTimeZone } from './search';

/** Everything the address of `/tail` says. */
export interface TailState {
	/** Zone ids; empty for every zone the reader may see. */
	readonly zones: readonly string[];
	/** The query in the language of lib/query; empty for every event. */
	readonly q: string;
	/** IANA name of the time zone that times are drawn in, or null for the reader's own preference. */
	readonly timeZone: string | null;
	/** Where the newest row stands. */
	readonly order: TailOrder;
	readonly columns: Columns;
	/** Words that are marked wherever rows hold them. */
	readonly highlight: readonly string[];
	/** The tail begins with what entered the ledger at or after this instant; null: with what comes from now on. */
	readonly since: EpochMicros | null;
	/** The position at which it is paused, as the server gave it; null while it runs. */
	readonly paused: string | null;
	readonly pins: readonly EventPlace[];
	/** The event open in the drawer. */
	readonly selected: EventPlace | null;
}

export type TailOrder = 'top' | 'bottom';

/** What the tail shows of itself: the search's columns, and why it ended so. */
export const TAIL_COLUMNS: Columns = (['time', 'decision', 'what', 'reason', 'seq'] as const).map((key) => ({ key, widthPx: null }));

export const DEFAULT_TAIL: TailState = {
	zones: [],
	q: '',
	timeZone: null,
	order: 'top',
	columns: TAIL_COLUMNS,
	highlight: [],
	since: null,
	paused: null,
	pins: [],
	selected: null,
};

const KEYS = ['zone', 'q', 'tz', 'order', 'cols', 'mark', 'since', 'paused', 'pin', 'event'] as const;
type Key = (typeof KEYS)[number];
/** As in the address of `/search`. */
const Q_LENGTH_MAX = 20_000;
/** Words that are told apart on one screen, and events kept in sight. */
export const HIGHLIGHT_MAX = 8;
export const PINS_MAX = 20;
const WORD_LENGTH_MAX = 100;

function encode(text: string): string {
	return encodeURIComponent(text.toWellFormed()).replace(/%(2F|2C|3A|40)/g, (escaped) => decodeURIComponent(escaped));
}

/** The state as a query string without `?`; what is at its default is left out. */
export function formatTail(state: TailState): string {
	const pairs: [Key, string][] = [
		['zone', formatList(state.zones)],
		['q', state.q],
		['tz', state.timeZone ?? ''],
		['order', state.order === 'top' ? '' : state.order],
		['cols', formatColumns(state.columns, TAIL_COLUMNS)],
		['mark', formatList(state.highlight)],
		['since', state.since === null ? '' : formatInstant(state.since)],
		['paused', state.paused ?? ''],
		['pin', formatList(state.pins.map(formatPlace))],
		['event', state.selected === null ? '' : formatPlace(state.selected)],
	];
	return pairs
		.filter(([, value]) => value !== '')
		.map(([key, value]) => `${key}=${encode(value)}`)
		.join('&');
}

/** The address of a tail in a state. */
export function tailHref(state: Partial<TailState> = {}): string {
	const query = formatTail({ ...DEFAULT_TAIL, ...state });
	return query === '' ? '/tail' : `/tail?${query}`;
}

/** The same event place is pinned once, and no more of them than are kept. */
function parsePins(text: string): EventPlace[] {
	return parseList(text)
		.slice(0, PINS_MAX)
		.flatMap((each) => parsePlace(each) ?? []);
}

/**
 * Reads the address of `/tail`. Total: whatever is not understood falls back to its default and is named in `ignored`.
 * For every state s of this codec, parseTail(formatTail(s)) is s with nothing ignored.
 */
export function parseTail(params: Iterable<readonly [string, string]>): { state: TailState; ignored: readonly string[] } {
	const given = new Map<string, string>();
	const ignored: string[] = [];
	for (const [key, value] of params) {
		if ((KEYS as readonly string[]).includes(key) && !given.has(key)) given.set(key, value);
		else ignored.push(`${key}=${value}`);
	}
	const get = (key: Key) => given.get(key) ?? '';
	const [q, paused] = [get('q'), get('paused')];
	const state: TailState = {
		zones: parseList(get('zone')),
		q: q.length <= Q_LENGTH_MAX ? q : '',
		timeZone: isTimeZone(get('tz')) ? get('tz') : null,
		order: get('order') === 'bottom' ? 'bottom' : 'top',
		columns: parseColumns(get('cols'), TAIL_COLUMNS) ?? TAIL_COLUMNS,
		highlight: parseList(get('mark'))
			.filter((word) => word.length <= WORD_LENGTH_MAX)
			.slice(0, HIGHLIGHT_MAX),
		since: parseInstant(get('since')),
		paused: /^[\w-]{1,1024}$/.test(paused) ? paused : null,
		pins: parsePins(get('pin')),
		selected: parsePlace(get('event')),
	};
	const kept = new URLSearchParams(formatTail(state));
	const lists: readonly string[] = ['zone', 'mark', 'pin'];
	for (const [key, value] of given) {
		if (value === '' || (key === 'order' && value === 'top') || (key === 'cols' && parseColumns(value, TAIL_COLUMNS) !== null)) continue;
		if (!kept.has(key) || (lists.includes(key) && kept.get(key) !== value)) ignored.push(`${key}=${value}`);
	}
	return { state, ignored };
}

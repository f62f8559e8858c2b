import { formatList, parseList } from './lists';
import { type EventPlace, formatPlace, parsePlace } from './place';
import { DEFAULT_SEARCH, formatSearch, isTimeZone } from './search';

export const FINDING_STATES = ['open', 'resolved', 'all'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

/** Everything the address of `/integrity` says. */
export interface IntegrityState {
	/** Zone ids; empty for every zone the reader may see. */
	readonly zones: readonly string[];
	/** Which findings are listed. */
	readonly show: FindingState;
	/** The finding that is open: its zone, and its number for `seq`. */
	readonly finding: EventPlace | null;
	/** The zone whose checkpoints and verifications are told; null for the first shown. */
	readonly side: string | null;
	/** IANA name of the time zone that times are drawn in, or null for the reader's own preference. */
	readonly timeZone: string | null;
}

export const DEFAULT_INTEGRITY: IntegrityState = { zones: [], show: 'open', finding: null, side: null, timeZone: null };

const KEYS = ['zone', 'show', 'finding', 'side', 'tz'] as const;
const ZONE_LENGTH_MAX = 512;

/** The state as a query string without `?`; what is at its default is left out. */
export function formatIntegrity({ zones, show, finding, side, timeZone }: IntegrityState): string {
	const pairs: [string, string][] = [
		['zone', formatList(zones)],
		['show', show === DEFAULT_INTEGRITY.show ? '' : show],
		['finding', finding === null ? '' : formatPlace(finding)],
		['side', side ?? ''],
		['tz', timeZone ?? ''],
	];
	return pairs
		.filter(([, value]) => value !== '')
		.map(
			([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed()).replace(/%(2F|2C)/g, (escaped) => decodeURIComponent(escaped))}`,
		)
		.join('&');
}

/** Reads the address of `/integrity`. Total: whatever is not understood falls back to its default and is named in `ignored`. */
export function parseIntegrity(params: Iterable<readonly [string, string]>): {
	readonly state: IntegrityState;
	readonly ignored: readonly string[];
} {
	const given = new Map<string, string>();
	const ignored: string[] = [];
	for (const [key, value] of params) {
		if ((KEYS as readonly string[]).includes(key) && !given.has(key)) given.set(key, value);
		else ignored.push(`${key}=${value}`);
	}
	const get = (key: (typeof KEYS)[number]) => given.get(key) ?? '';
	const side = get('side');
	const state: IntegrityState = {
		zones: parseList(get('zone')),
		show: FINDING_STATES.find((each) => each === get('show')) ?? DEFAULT_INTEGRITY.show,
		finding: parsePlace(get('finding')),
		side: side === '' || side.length > ZONE_LENGTH_MAX ? null : side,
		timeZone: isTimeZone(get('tz')) ? get('tz') : null,
	};
	const kept = new URLSearchParams(formatIntegrity(state));
	for (const [key, value] of given) if (!kept.has(key) && value !== '' && value !== 'open') ignored.push(`${key}=${value}`);
	return { state, ignored };
}

/** The address of `/integrity` in a state. */
export function integrityHref(state: Partial<IntegrityState> = {}): string {
	const query = formatIntegrity({ ...DEFAULT_INTEGRITY, ...state });
	return query === '' ? '/integrity' : `/integrity?${query}`;
}

/** The search with one event open among all of its zone. */
export function ledgerEventHref(place: EventPlace): string {
	return `/search?${formatSearch({ ...DEFAULT_SEARCH, zones: [place.zone], range: { kind: 'all' }, selected: place })}`;
}

/** What a kind of finding means and what to do about it. */
export function playbookHref(kind: string): string {
	return `/integrity/playbook#${encodeURIComponent(kind)}`;
}

import { formatList, parseList, VALUE_MAX } from './lists';
import { formatInstant, parseInstant } from './range';
import { isTimeZone } from './search';

/** What a graph may be drawn around. */
export const FOCUS_KINDS = ['session', 'application', 'edge', 'resource', 'subject', 'label'] as const;
export type FocusKind = (typeof FOCUS_KINDS)[number];

/** One thing by its kind and id: what a graph is drawn around, what is selected, what is struck out. */
export interface Named<Kind extends string = FocusKind> {
	readonly kind: Kind;
	readonly id: string;
}

/** Steps a graph goes from its focus. */
export const DEPTH_MIN = 1;
export const DEPTH_MAX = 10;

/** Sessions drawn as one node each: all, those of an application, those with the same first label. */
export type Fold = 'none' | 'application' | 'label';

/** What stands beside the graph. */
export type AuthorityPanel =
	| { readonly kind: 'paths'; readonly resource: string }
	| { readonly kind: 'impact'; readonly of: Named<'session' | 'edge'> };

/** Columns by which the tables of a graph can be sorted. */
export const SORT_COLUMNS = {
	sessions: ['application', 'session', 'state', 'hidden'],
	delegations: ['delegation', 'from', 'to', 'scopes', 'state'],
} as const;
export type SortTable = keyof typeof SORT_COLUMNS;
export interface TableSort {
	readonly table: SortTable;
	readonly column: string;
	readonly isDown: boolean;
}

/** Everything the address of `/authority` says. */
export interface AuthorityState {
	/** A graph is of one zone; null: the reader has not said which. */
	readonly zone: string | null;
	readonly focus: Named | null;
	/** Without a focus: whether the newest sessions are drawn. */
	readonly isNewest: boolean;
	readonly depth: number;
	/** Whether what is over is drawn too. */
	readonly withPast: boolean;
	/** Whether more nodes are drawn than is done unasked. */
	readonly withMany: boolean;
	readonly fold: Fold;
	readonly view: 'graph' | 'table';
	/** What one of the tables is sorted by; null: each by its first column. */
	readonly sort: TableSort | null;
	/** The instant drawn, in microseconds since 1970; null for now. */
	readonly at: bigint | null;
	readonly selected: Named<'session' | 'edge' | 'group'> | null;
	readonly panel: AuthorityPanel | null;
	/** Struck out to see what remains. */
	readonly struck: readonly Named<'session' | 'edge'>[];
	/** IANA name of the time zone that times are drawn in, or null for the reader's own preference. */
	readonly timeZone: string | null;
}

export const DEFAULT_AUTHORITY: AuthorityState = {
	zone: null,
	focus: null,
	isNewest: false,
	depth: 2,
	withPast: false,
	withMany: false,
	fold: 'none',
	view: 'graph',
	sort: null,
	at: null,
	selected: null,
	panel: null,
	struck: [],
	timeZone: null,
};

const KEYS = [
	'zone',
	'focus',
	'newest',
	'depth',
	'past',
	'many',
	'fold',
	'view',
	'sort',
	'at',
	'selected',
	'panel',
	'strike',
	'tz',
] as const;
const ZONE_LENGTH_MAX = 512;

const formatNamed = (named: Named<string> | null): string => (named === null ? '' : `${named.kind}:${named.id}`);

function parseNamed<Kind extends string>(text: string, kinds: readonly Kind[]): Named<Kind> | null {
	const colon = text.indexOf(':');
	const kind = kinds.find((each) => each === text.slice(0, colon));
	const id = text.slice(colon + 1);
	return kind === undefined || colon < 0 || id === '' || id.length > VALUE_MAX ? null : { kind, id };
}

function formatPanel(panel: AuthorityPanel | null): string {
	if (panel === null) return '';
	return panel.kind === 'paths' ? `paths:${panel.resource}` : `impact:${formatNamed(panel.of)}`;
}

function parsePanel(text: string): AuthorityPanel | null {
	const found = /^(paths|impact):(.+)$/s.exec(text);
	if (found?.[1] === undefined || found[2] === undefined) return null;
	if (found[1] === 'paths') return found[2].length > VALUE_MAX ? null : { kind: 'paths', resource: found[2] };
	const of = parseNamed(found[2], ['session', 'edge']);
	return of === null ? null : { kind: 'impact', of };
}

/** `-delegations.scopes`: from the greatest down. */
function formatSort(sort: TableSort | null): string {
	return sort === null ? '' : `${sort.isDown ? '-' : ''}${sort.table}.${sort.column}`;
}

function parseSort(text: string): TableSort | null {
	const [, table, column] = /^-?(\w+)\.(\w+)$/.exec(text) ?? [];
	for (const name of ['sessions', 'delegations'] as const)
		if (table === name && SORT_COLUMNS[name].some((each) => each === column))
			return { table: name, column: column ?? '', isDown: text.startsWith('-') };
	return null;
}

function parseDepth(text: string): number {
	const depth = /^\d{1,2}$/.test(text) ? Number(text) : 0;
	return depth >= DEPTH_MIN && depth <= DEPTH_MAX ? depth : DEFAULT_AUTHORITY.depth;
}

function encode(text: string): string {
	return encodeURIComponent(text.toWellFormed()).replace(/%(2F|2C|3A|40)/g, (escaped) => decodeURIComponent(escaped));
}

/** The state as a query string without `?`; what is at its default is left out. */
export function formatAuthority(state: AuthorityState): string {
	const pairs: [string, string][] = [
		['zone', state.zone ?? ''],
		['focus', formatNamed(state.focus)],
		['newest', state.isNewest ? '1' : ''],
		['depth', state.depth === DEFAULT_AUTHORITY.depth ? '' : String(state.depth)],
		['past', state.withPast ? '1' : ''],
		['many', state.withMany ? '1' : ''],
		['fold', state.fold === 'none' ? '' : state.fold],
		['view', state.view === 'graph' ? '' : state.view],
		['sort', formatSort(state.sort)],
		['at', state.at === null ? '' : formatInstant(state.at)],
		['selected', formatNamed(state.selected)],
		['panel', formatPanel(state.panel)],
		['strike', formatList(state.struck.map(formatNamed))],
		['tz', state.timeZone ?? ''],
	];
	return queryOf(pairs);
}

/** What is empty is left out. */
function queryOf(pairs: readonly (readonly [string, string])[]): string {
	return pairs
		.filter(([, value]) => value !== '')
		.map(([key, value]) => `${key}=${encode(value)}`)
		.join('&');
}

/**
 * Reads the address of `/authority`. Total: whatever is not understood falls back to its default and is named in `ignored`.
 * For every state s of this codec, parseAuthority(formatAuthority(s)) is s with nothing ignored.
 */
export function parseAuthority(params: Iterable<readonly [string, string]>): {
	readonly state: AuthorityState;
	readonly ignored: readonly string[];
} {
	const given = new Map<string, string>();
	const ignored: string[] = [];
	for (const [key, value] of params) {
		if ((KEYS as readonly string[]).includes(key) && !given.has(key)) given.set(key, value);
		else ignored.push(`${key}=${value}`);
	}
	const get = (key: (typeof KEYS)[number]) => given.get(key) ?? '';
	const zone = get('zone');
	const fold = get('fold');
	const state: AuthorityState = {
		zone: zone === '' || zone.length > ZONE_LENGTH_MAX ? null : zone,
		focus: parseNamed(get('focus'), FOCUS_KINDS),
		isNewest: get('newest') === '1',
		depth: parseDepth(get('depth')),
		withPast: get('past') === '1',
		withMany: get('many') === '1',
		fold: fold === 'application' || fold === 'label' ? fold : 'none',
		view: get('view') === 'table' ? 'table' : 'graph',
		sort: parseSort(get('sort')),
		at: parseInstant(get('at')),
		selected: parseNamed(get('selected'), ['session', 'edge', 'group']),
		panel: parsePanel(get('panel')),
		struck: parseList(get('strike')).flatMap((each) => parseNamed(each, ['session', 'edge']) ?? []),
		timeZone: isTimeZone(get('tz')) ? get('tz') : null,
	};
	const kept = new URLSearchParams(formatAuthority(state));
	const isDefault: Partial<Record<string, string>> = { depth: '2', fold: 'none', view: 'graph' };
	for (const [key, value] of given) if (!kept.has(key) && value !== '' && isDefault[key] !== value) ignored.push(`${key}=${value}`);
	return { state, ignored };
}

/** The address of `/authority` in a state. */
export function authorityHref(state: Partial<AuthorityState> = {}): string {
	const query = formatAuthority({ ...DEFAULT_AUTHORITY, ...state });
	return query === '' ? '/authority' : `/authority?${query}`;
}

/** Everything the address of `/authority/revocations` and of one of them says. */
export interface RevocationState {
	readonly zone: string | null;
	/** How far the cascade is shown, in milliseconds from the revocation; null for all of it. */
	readonly shownMs: number | null;
	/** How fast it is played, as a multiple of the usual. */
	readonly speed: PlaySpeed;
	/** Whether the graph it went through is drawn. */
	readonly isDrawn: boolean;
	readonly fold: Fold;
	readonly selected: Named<'session' | 'edge' | 'group'> | null;
	readonly timeZone: string | null;
}

export const PLAY_SPEEDS = [0.25, 1, 4] as const;
export type PlaySpeed = (typeof PLAY_SPEEDS)[number];

export const DEFAULT_REVOCATION: RevocationState = {
	...{ zone: null, shownMs: null, speed: 1, isDrawn: true, fold: 'none', selected: null, timeZone: null },
};

/** Reads the address of a revocation, or of the list. Total: what is not understood falls back to its default and is named in `ignored`. */
export function parseRevocation(params: Iterable<readonly [string, string]>): {
	readonly state: RevocationState;
	readonly ignored: readonly string[];
} {
	let state: Partial<RevocationState> = {};
	const ignored: string[] = [];
	for (const [key, value] of params) {
		const said = revocationPart(key, value);
		// of the same twice the first counts
		if (said === null || Object.keys(said).some((name) => name in state)) ignored.push(`${key}=${value}`);
		else state = { ...state, ...said };
	}
	return { state: { ...DEFAULT_REVOCATION, ...state }, ignored };
}

/** What one parameter says; null when it is not understood. */
function revocationPart(key: string, value: string): Partial<RevocationState> | null {
	if (key === 'zone' && value !== '' && value.length <= ZONE_LENGTH_MAX) return { zone: value };
	if (key === 't' && /^\d{1,12}$/.test(value)) return { shownMs: Number(value) };
	if (key === 'graph' && value === '0') return { isDrawn: false };
	if (key === 'fold' && (value === 'application' || value === 'label')) return { fold: value };
	if (key === 'tz' && isTimeZone(value)) return { timeZone: value };
	const speed = PLAY_SPEEDS.find((each) => key === 'speed' && String(each) === value);
	if (speed !== undefined) return { speed };
	const selected = key === 'selected' ? parseNamed(value, ['session', 'edge', 'group']) : null;
	return selected === null ? null : { selected };
}

/** The address of the list of revocations of a zone. */
export function revocationsHref(zone: string | null = null): string {
	return zone === null ? '/authority/revocations' : `/authority/revocations?zone=${encode(zone)}`;
}

/** The address of a revocation, which is named by the place of its event in the ledger of its zone. */
export function revocationHref(zone: string, seq: number, change: Partial<RevocationState> = {}): string {
	const { shownMs, speed, isDrawn, fold, selected, timeZone } = { ...DEFAULT_REVOCATION, ...change };
	const pairs: [string, string][] = [
		['zone', zone],
		['t', shownMs === null ? '' : String(shownMs)],
		['speed', speed === DEFAULT_REVOCATION.speed ? '' : String(speed)],
		['graph', isDrawn ? '' : '0'],
		['fold', fold === 'none' ? '' : fold],
		['selected', formatNamed(selected)],
		['tz', timeZone ?? ''],
	];
	return `/authority/revocations/${seq}?${queryOf(pairs)}`;
}

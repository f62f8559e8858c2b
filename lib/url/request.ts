import { type EventPlace, formatPlace, parsePlace } from './place';
import { isTimeZone } from './search';

/** What of time the timeline shows: the request itself, its approvals too, everything around it, or a stretch. */
export type TimelineSpan = 'own' | 'approval' | 'all' | { readonly fromMicros: number; readonly toMicros: number };

/** The layers below the sentence: the checks as a tree, or the raw input. */
export type ExplainLayer = 'tree' | 'input';

/** A request that another is compared with. */
export interface CompareTarget {
	readonly requestId: string;
	readonly zone: string | null;
	/** An event of it, where the ID was used for several. */
	readonly seq: number | null;
}

/** Everything the address of `/requests/{id}` says beside the ID. */
export interface RequestState {
	/** Zone id, or null for every zone the reader may see. */
	readonly zone: string | null;
	/** An event of the request shown, where the ID was used for several; null for the last of them. */
	readonly of: EventPlace | null;
	/** The event open in the drawer. */
	readonly selected: EventPlace | null;
	/** Null: what the view chooses. */
	readonly span: TimelineSpan | null;
	/** An event of the decision that is explained; null for the first that failed. */
	readonly decision: EventPlace | null;
	readonly layer: ExplainLayer;
	/** Whether what is the same is laid side by side too. */
	readonly allFields: boolean;
	/** Null: the request that is found by itself. */
	readonly target: CompareTarget | null;
	/** IANA name of the time zone that times are drawn in, or null for the reader's own preference. */
	readonly timeZone: string | null;
}

export const DEFAULT_REQUEST: RequestState = {
	zone: null,
	of: null,
	selected: null,
	span: null,
	decision: null,
	layer: 'tree',
	allFields: false,
	target: null,
	timeZone: null,
};

const KEYS = ['zone', 'of', 'event', 'span', 'decision', 'layer', 'fields', 'with', 'with_zone', 'with_seq', 'tz'] as const;
const NAMED_SPANS = ['own', 'approval', 'all'] as const;
/** Longer IDs are in no event. */
export const REQUEST_ID_LENGTH_MAX = 8192;
const ZONE_LENGTH_MAX = 512;
/** A stretch reaches at most this far from the start of the request, in microseconds: 150 years. */
const OFFSET_MAX = 150 * 366 * 86_400_000_000;

function encode(text: string): string {
	return encodeURIComponent(text.toWellFormed());
}

function readable(text: string): string {
	return encode(text).replace(/%(2F|2C|3A|40)/g, (escaped) => decodeURIComponent(escaped));
}

function formatSpan(span: TimelineSpan | null): string {
	if (span === null) return '';
	return typeof span === 'string' ? span : `${span.fromMicros}..${span.toMicros}`;
}

function parseSpan(text: string): TimelineSpan | null {
	const named = NAMED_SPANS.find((name) => name === text);
	if (named !== undefined) return named;
	const found = /^(-?\d{1,16})\.\.(-?\d{1,16})$/.exec(text);
	// a negative zero would not be written again
	const [fromMicros, toMicros] = [Number(found?.[1] ?? Number.NaN) + 0, Number(found?.[2] ?? Number.NaN) + 0];
	return Math.abs(fromMicros) <= OFFSET_MAX && Math.abs(toMicros) <= OFFSET_MAX && fromMicros < toMicros ? { fromMicros, toMicros } : null;
}

function parseTarget(id: string, zone: string, seq: string): CompareTarget | null {
	if (id === '' || id.length > REQUEST_ID_LENGTH_MAX) return null;
	const place = zone === '' ? null : parsePlace(`${zone}/${seq}`);
	return { requestId: id, zone: zone === '' || zone.length > ZONE_LENGTH_MAX ? null : zone, seq: place?.seq ?? null };
}

/** The state as a query string without `?`; what is at its default is left out. */
export function formatRequest(state: RequestState): string {
	const { target } = state;
	const pairs: [string, string][] = [
		['zone', state.zone ?? ''],
		['of', state.of === null ? '' : formatPlace(state.of)],
		['event', state.selected === null ? '' : formatPlace(state.selected)],
		['span', formatSpan(state.span)],
		['decision', state.decision === null ? '' : formatPlace(state.decision)],
		['layer', state.layer === 'tree' ? '' : state.layer],
		['fields', state.allFields ? 'all' : ''],
		['with', target?.requestId ?? ''],
		['with_zone', target?.zone ?? ''],
		['with_seq', target?.seq == null || target.zone === null ? '' : String(target.seq)],
		['tz', state.timeZone ?? ''],
	];
	return pairs
		.filter(([, value]) => value !== '')
		.map(([key, value]) => `${key}=${readable(value)}`)
		.join('&');
}

/**
 * Reads the address of `/requests/{id}`. Total: whatever is not understood falls back to its default and is named in `ignored`.
 * For every state s of this codec, parseRequest(formatRequest(s)) is s with nothing ignored.
 */
export function parseRequest(params: Iterable<readonly [string, string]>): { state: RequestState; ignored: readonly string[] } {
	const given = new Map<string, string>();
	const ignored: string[] = [];
	for (const [key, value] of params) {
		if ((KEYS as readonly string[]).includes(key) && !given.has(key)) given.set(key, value);
		else ignored.push(`${key}=${value}`);
	}
	const get = (key: (typeof KEYS)[number]) => given.get(key) ?? '';
	const zone = get('zone');
	const state: RequestState = {
		zone: zone === '' || zone.length > ZONE_LENGTH_MAX ? null : zone,
		of: parsePlace(get('of')),
		selected: parsePlace(get('event')),
		span: parseSpan(get('span')),
		decision: parsePlace(get('decision')),
		layer: get('layer') === 'input' ? 'input' : 'tree',
		allFields: get('fields') === 'all',
		target: parseTarget(get('with'), get('with_zone'), get('with_seq')),
		timeZone: isTimeZone(get('tz')) ? get('tz') : null,
	};
	const kept = new URLSearchParams(formatRequest(state));
	for (const [key, value] of given)
		if (!kept.has(key) && value !== '' && !(key === 'layer' && value === 'tree')) ignored.push(`${key}=${value}`);
	return { state, ignored };
}

/** The path of a request. IDs are any text; the two that a path cannot hold, `.` and `..`, go as a parameter. */
export function requestPath(requestId: string): string {
	return /^\.{0,2}$/.test(requestId) ? `/requests?id=${encode(requestId)}` : `/requests/${encode(requestId)}`;
}

/** The address of a request in a state. */
export function requestHref(requestId: string, state: Partial<RequestState> = {}): string {
	const path = requestPath(requestId);
	const query = formatRequest({ ...DEFAULT_REQUEST, ...state });
	return query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

/** The request ID of a path's segment, which may be encoded; null when it is no text. */
export function requestIdOf(segment: string): string | null {
	try {
		const id = decodeURIComponent(segment);
		return id === '' || id.length > REQUEST_ID_LENGTH_MAX ? null : id;
	} catch (error) {
		if (error instanceof URIError) return null;
		throw error;
	}
}

/** The request a text names: an ID as it is, or, of a link to a request as it is copied here, the ID with its zone and place. */
export function requestOfText(text: string): CompareTarget | null {
	const given = text.trim();
	if (given === '' || given.length > REQUEST_ID_LENGTH_MAX) return null;
	const plain = { requestId: given, zone: null, seq: null };
	if (!/^https?:\/\//.test(given) || !URL.canParse(given)) return plain;
	const { pathname, searchParams } = new URL(given);
	const id = /^\/requests\/([^/]+)$/.exec(pathname)?.[1];
	const requestId = id === undefined ? pathname === '/requests' && searchParams.get('id') : requestIdOf(id);
	if (!requestId) return plain;
	const of = parsePlace(searchParams.get('of') ?? '');
	return { requestId, zone: of?.zone ?? parseRequest([...searchParams].filter(([key]) => key !== 'id')).state.zone, seq: of?.seq ?? null };
}

/** The path that shows the events of an OpenTelemetry trace. */
export function tracePath(traceId: string): string {
	return `/t/${encode(traceId)}`;
}

/** The address of a trace in another tool, or null when there is none: the template is http or https, and the ID is encoded. */
export function outsideTraceHref(template: string | null, traceId: string): string | null {
	if (template === null || traceId === '') return null;
	const href = template.replaceAll('{trace_id}', encode(traceId));
	return URL.canParse(href) && /^https?:$/.test(new URL(href).protocol) ? href : null;
}

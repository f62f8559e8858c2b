import { field, objectOf, textAt } from '../../lib/events/read-json';
import type { JsonValue } from '../../lib/json';
import { writeValues } from '../../lib/query/quote';
import { DEFAULT_SEARCH, type EventSearch, formatEventSearch } from '../../lib/url/search';
import type { Api } from './client';
import { ApiError } from './errors';

type JsonRecord = Readonly<Record<string, JsonValue>>;

/** Most events the search gives at once. */
export const SEARCH_PAGE_MAX = 500;
/** Pages looked through for the zones of one request: 20,000 events of one caller-chosen ID. */
const REQUEST_PAGES_MAX = 40;

export interface SearchPage {
	/** Newest first, under the names of `audit tail`, with the console's own sentence. */
	readonly records: readonly JsonRecord[];
	/** Cursor of older events, null when there are none. */
	readonly older: string | null;
}

function sentence(value: JsonValue | undefined): string {
	return Array.isArray(value) ? value.map((segment) => textAt(objectOf(segment), 'text')).join('') : '';
}

/** An event of the list under the names `audit tail` has for the same things. */
function recordOf(value: JsonValue): JsonRecord {
	const item = objectOf(value);
	const text = (key: string) => field(item, key) ?? null;
	return {
		id: text('id'),
		zone_id: text('zone'),
		event_type: text('type'),
		request_id: text('requestId'),
		decision: text('decision'),
		evaluation_status: text('evaluationStatus'),
		occurred_at: text('occurredAt'),
		ingested_at: text('ingestedAt'),
		chain_seq: text('seq'),
		sentence: sentence(field(item, 'sentence')),
	};
}

/** A page of the console's own search. */
export async function searchEvents(
	api: Api,
	search: EventSearch,
	limit: number,
	before: string | null,
	signal?: AbortSignal,
): Promise<SearchPage> {
	const own = new URLSearchParams({ limit: String(limit), ...(before === null ? {} : { before }) });
	const query = [formatEventSearch(search), own.toString()].filter((part) => part !== '').join('&');
	const answer = objectOf(await api.get('/v1/events', query, signal));
	const events = field(answer, 'events');
	if (!Array.isArray(events))
		throw new ApiError('nonsense', 200, `${api.base} answers without events: this caracal and the console may be of different versions`);
	return { records: events.map(recordOf), older: textAt(answer, 'older') || null };
}

/** The zones, of those the token may read, that have events of the request. */
export async function zonesOfRequest(api: Api, requestId: string): Promise<string[]> {
	const search: EventSearch = { ...DEFAULT_SEARCH, range: { kind: 'all' }, q: writeValues('request', [requestId]) };
	const zones = new Set<string>();
	let before: string | null = null;
	for (let pages = 0; pages < REQUEST_PAGES_MAX && (pages === 0 || before !== null); pages++) {
		const page: SearchPage = await searchEvents(api, search, SEARCH_PAGE_MAX, before);
		for (const record of page.records) zones.add(textAt(record, 'zone_id'));
		before = page.older;
	}
	return [...zones].sort();
}

import { field, objectOf, textAt } from '../../lib/events/read-json';
import type { JsonValue } from '../../lib/json';
import type { EventFilter } from '../args/filters';
import type { Api } from './client';
import { segment } from './client';
import { ApiError } from './errors';

/** One event as the API gives it, with whatever fields it has; the ones the command itself needs are read out. */
export interface AuditItem {
	readonly zone: string;
	/** Place in the zone's chain. */
	readonly seq: number;
	/** RFC 3339 in UTC with microseconds: orders as text. */
	readonly occurredAt: string;
	readonly record: Readonly<Record<string, JsonValue>>;
}

export interface AuditPage {
	readonly items: readonly AuditItem[];
	readonly cursor: string | null;
}

export interface ZoneHead {
	readonly zone: string;
	readonly events: number;
	/** Place of the newest event in the chain, 0 for none. */
	readonly headSeq: number;
	readonly newestAt: string | null;
	readonly record: Readonly<Record<string, JsonValue>>;
}

/** Most events the API gives at once. */
export const PAGE_MAX = 1000;

function nonsense(api: Api, what: string): ApiError {
	return new ApiError('nonsense', 200, `${api.base} answers without ${what}: this caracal and the console may be of different versions`);
}

function listAt(api: Api, value: JsonValue, key: string): JsonValue[] {
	const list = field(objectOf(value), key);
	if (!Array.isArray(list)) throw nonsense(api, key);
	return list;
}

function whole(value: JsonValue | undefined): number | undefined {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** @throws ApiError when the value lacks what an event must have */
export function auditItem(api: Api, value: JsonValue): AuditItem {
	const record = objectOf(value);
	const [zone, occurredAt, seq] = [textAt(record, 'zone_id'), textAt(record, 'occurred_at'), whole(field(record, 'chain_seq'))];
	if (occurredAt === '' || seq === undefined) throw nonsense(api, occurredAt === '' ? 'occurred_at' : 'chain_seq');
	return { zone, seq, occurredAt, record };
}

function auditPage(api: Api, value: JsonValue): AuditPage {
	const items = listAt(api, value, 'items').map((item) => auditItem(api, item));
	return { items, cursor: textAt(objectOf(value), 'next_cursor') || null };
}

const path = (zone: string) => `/v1/zones/${segment(zone)}/audit`;

/** A page of a zone's events, newest first, from its newest or from a cursor on. */
export async function newestEvents(
	api: Api,
	zone: string,
	filter: EventFilter,
	page: { readonly limit: number; readonly cursor: string | null },
	signal?: AbortSignal,
): Promise<AuditPage> {
	return auditPage(api, await api.get(path(zone), { ...filter, limit: page.limit, cursor: page.cursor ?? undefined }, signal));
}

/** The zones the token may read, and how far their chains reach. */
export async function zoneHeads(api: Api, signal?: AbortSignal): Promise<ZoneHead[]> {
	return listAt(api, await api.get('/v1/zones', undefined, signal), 'items').map((value) => {
		const record = objectOf(value);
		const headSeq = whole(field(record, 'head_seq'));
		if (headSeq === undefined) throw nonsense(api, 'head_seq');
		return {
			zone: textAt(record, 'zone_id'),
			events: whole(field(record, 'events')) ?? headSeq,
			headSeq,
			newestAt: textAt(record, 'newest_at') || null,
			record,
		};
	});
}

/** What no path can carry as a name is found by the filter of the list instead, and judged as the API judges. */
async function explainListed(api: Api, zone: string, requestId: string): Promise<Readonly<Record<string, JsonValue>>> {
	const { items, cursor } = await newestEvents(api, zone, { request_id: requestId }, { limit: PAGE_MAX, cursor: null });
	if (items.length === 0) throw new ApiError('refused', 404, `There is no request ${requestId} in zone ${zone}.`);
	const events = items.map((item) => item.record).reverse();
	const isDenied = events.some((event) => textAt(event, 'decision') === 'deny');
	const last = events.findLast((event) => textAt(event, 'decision') !== '');
	return {
		request_id: requestId,
		zone_id: zone,
		final_decision: isDenied ? 'deny' : textAt(last ?? {}, 'decision'),
		denied: [],
		events,
		...(cursor === null ? { events_total: events.length } : {}),
	};
}

/** Everything recorded of one request in a zone: `{request_id, zone_id, final_decision, denied, events}`. */
export async function explainRequest(api: Api, zone: string, requestId: string): Promise<Readonly<Record<string, JsonValue>>> {
	if (requestId === '.' || requestId === '..') return explainListed(api, zone, requestId);
	return objectOf(await api.get(`${path(zone)}/by-request/${segment(requestId)}/explain`));
}

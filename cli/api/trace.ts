import { objectOf } from '../../lib/events/read-json';
import type { JsonValue } from '../../lib/json';
import type { Api } from './client';
import { segment } from './client';

type JsonRecord = Readonly<Record<string, JsonValue>>;

/** All that is known of a request ID, also where it could be when no event carries it. */
export async function openRequest(api: Api, requestId: string, zone: string | undefined): Promise<JsonRecord> {
	const within = zone === undefined ? '' : `/zones/${segment(zone)}`;
	return objectOf(await api.get(`/v1${within}/requests/${segment(requestId)}`));
}

/** Which other request, and where when not in the same zone. */
export interface ComparedWith {
	readonly requestId: string;
	readonly zone: string | undefined;
}

/** A request beside another: `{baseline, diff, why}`. */
export async function requestChanges(api: Api, zone: string, requestId: string, other: ComparedWith): Promise<JsonRecord> {
	const params = { with: other.requestId, with_zone: other.zone };
	return objectOf(await api.get(`/v1/zones/${segment(zone)}/requests/${segment(requestId)}/changes`, params));
}

/** Has a worker check the signature of an event: `{state, words, todo, checkedAt, parts}`. */
export async function checkSignature(api: Api, zone: string, seq: number): Promise<JsonRecord> {
	return objectOf(await api.post(`/v1/events/${segment(zone)}/${seq}/signature-check`));
}

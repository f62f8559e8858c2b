import { JsonRejected, jsonbText } from '../chain';
import {
	AGENTS_LIFECYCLE_STREAM,
	type AuthorityStream,
	DELEGATIONS_INVALIDATE_STREAM,
	POLICY_INVALIDATE_STREAM,
	SESSIONS_REVOKE_STREAM,
} from '../streams/names';
import { DATA_BYTES_MAX, ID_BYTES_MAX } from './contract';
import { type ParseResult, parseErrorReason } from './parse';

/** Longest `event` of an entry whose kind this version does not know. */
const EVENT_NAME_BYTES_MAX = 100;
/** The end of year 9999, which audit events cannot pass either. Redis's clock never gives a later id; a client that sets ids may. */
const ENTRY_MS_MAX = 253_402_300_799_999n;

/** Fields that have a place of their own in the event and are not repeated in its metadata. */
const NOT_METADATA = new Set(['_sig', 'zone_id', 'event', 'outbox_id']);
const INTEGER_FIELDS = new Set(['epoch', 'affected_edges']);
/** JSON arrays of texts, as texts. */
const LIST_FIELDS = new Set(['edge_ids', 'labels']);
const PLAIN_INTEGER = /^(0|[1-9]\d{0,14})$/;

/** `event` of delegations and lifecycle entries carries its noun or not; an unknown one keeps its name behind the stream's noun. */
function eventTypeOf(stream: AuthorityStream, event: string | undefined): string | null {
	switch (stream) {
		case SESSIONS_REVOKE_STREAM:
			return 'session_revoke';
		case POLICY_INVALIDATE_STREAM:
			return 'policy_activate';
		case DELEGATIONS_INVALIDATE_STREAM:
			return event === undefined || event === '' ? null : `delegation_${event}`;
		case AGENTS_LIFECYCLE_STREAM:
			return event === undefined || event === '' ? null : `session_${event}`;
	}
}

/** Milliseconds of an entry id `<ms>-<seq>`. */
function entryMs(entryId: string): bigint {
	return BigInt(entryId.slice(0, entryId.indexOf('-')));
}

function metadataValue(field: string, value: string): unknown {
	if (INTEGER_FIELDS.has(field) && PLAIN_INTEGER.test(value)) return Number(value);
	if (LIST_FIELDS.has(field)) return stringArray(value) ?? value;
	return value;
}

function stringArray(text: string): string[] | null {
	try {
		const parsed: unknown = JSON.parse(text);
		return Array.isArray(parsed) && parsed.every((item) => typeof item === 'string') ? parsed : null;
	} catch {
		// not JSON: the text itself is kept
		return null;
	}
}

/** Half surrogate pairs, which no UTF-8 text can hold but `edge_ids` may escape, become U+FFFD; U+0000 is removed. */
function storable(value: unknown): unknown {
	if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '');
	return Array.isArray(value) ? value.map(storable) : value;
}

/**
 * Makes an event of the ledger of one entry of an authority stream (wire reference 1.5 to 1.7): id = `outbox_id`, time = the
 * entry's. What has no column of its own becomes metadata under its wire name; `epoch` and `affected_edges` as integers,
 * `edge_ids` and `labels` as arrays, the coordinator's `parent_id` of `null` left out. Bytes that are not UTF-8 become U+FFFD here; the
 * exact bytes stay in the segment.
 * @param fields flat list field, value, ... as bytes; of a repeated field the last value counts
 */
export function authorityEvent(stream: AuthorityStream, entryId: string, fields: readonly Buffer[]): ParseResult {
	if (fields.reduce((bytes, field) => bytes + field.length, 0) > DATA_BYTES_MAX)
		return reject(`entry is larger than ${DATA_BYTES_MAX} bytes`);
	const values = new Map<string, string>();
	for (let i = 0; i + 1 < fields.length; i += 2) values.set(String(fields[i]), String(fields[i + 1]).replaceAll('\u0000', ''));

	const id = values.get('outbox_id') ?? '';
	const zoneId = values.get('zone_id') ?? '';
	if (id === '') return reject('missing outbox_id');
	if (zoneId === '') return reject('missing zone_id');
	if (Buffer.byteLength(id) > ID_BYTES_MAX) return reject(`outbox_id is longer than ${ID_BYTES_MAX} bytes`);
	if (Buffer.byteLength(zoneId) > ID_BYTES_MAX) return reject(`zone_id is longer than ${ID_BYTES_MAX} bytes`);
	if (entryMs(entryId) > ENTRY_MS_MAX) return reject('the entry id is no time before year 10000');
	const eventType = eventTypeOf(stream, values.get('event'));
	if (eventType === null) return reject('missing event');
	if (Buffer.byteLength(eventType) > EVENT_NAME_BYTES_MAX) return reject(`event is longer than ${EVENT_NAME_BYTES_MAX} bytes`);

	const metadata: [string, unknown][] = [];
	for (const [field, value] of values) {
		const text = field.replaceAll('\u0000', '');
		if (NOT_METADATA.has(field) || (field === 'parent_id' && value === 'null')) continue;
		metadata.push([text, storable(metadataValue(field, value))]);
	}
	try {
		return {
			ok: true,
			event: {
				id,
				zoneId,
				eventType,
				requestId: '',
				decision: '',
				policySetId: stream === POLICY_INVALIDATE_STREAM ? (values.get('policy_set_id') ?? '') : '',
				policySetVersionId: stream === POLICY_INVALIDATE_STREAM ? (values.get('policy_set_version_id') ?? '') : '',
				manifestSha: '',
				evaluationStatus: '',
				determiningPoliciesText: null,
				diagnosticsText: null,
				metadataText: jsonbText(objectText(metadata)),
				occurredAt: entryMs(entryId) * 1000n,
			},
		};
	} catch (error) {
		if (error instanceof JsonRejected) return { ok: false, reason: parseErrorReason(error) };
		throw error;
	}
}

/** JSON text of the pairs; not through an object, where a field named `__proto__` would vanish. */
function objectText(pairs: readonly [string, unknown][]): string {
	return `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
}

function reject(what: string): ParseResult {
	return { ok: false, reason: `json_parse_error:${what}` };
}

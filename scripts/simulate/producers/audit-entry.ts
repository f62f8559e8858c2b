import type { JsonValue } from '../../../lib/json';
import { AUDIT_STREAM } from '../../../lib/streams/names';
import type { Entry } from '../entry';
import { uuid7 } from '../ids';
import type { Rng } from '../rng';
import { type SigningKeys, signData, signFields } from '../signing';

/** What every producer works with: its randomness and the keys of the wire. */
export interface Wire {
	readonly rng: Rng;
	readonly keys: SigningKeys;
}

export interface Moment {
	readonly atMs: number;
	/** How far the producer's clock is ahead of the truth. */
	readonly skewMs?: number;
	/** Added to the producer's usual delay before the entry is on the stream. */
	readonly lateMs?: number;
}

export type Metadata = { readonly [key: string]: JsonValue | undefined };

/** Metadata that grows key by key: spreading objects into one another costs more than anything else about an event. */
export type Growing = { -readonly [key in keyof Metadata]: Metadata[key] };

/** The `data` object in the key order of the wire; keys that are undefined are left out (wire reference 1.3). */
export interface AuditData {
	readonly id: string;
	readonly zone_id: string;
	readonly event_type: string;
	readonly request_id: string;
	readonly decision: string;
	readonly policy_set_version_id?: string;
	readonly manifest_sha?: string;
	readonly evaluation_status: string;
	readonly determining_policies_json: JsonValue;
	readonly diagnostics_json: JsonValue | readonly JsonValue[];
	readonly metadata_json: Metadata;
	readonly occurred_at: string;
}

/** How the entry travels: the fields differ, the data does not (wire reference 1.3). */
export type Path =
	| { readonly kind: 'direct'; readonly entryId: string }
	/** Through an outbox of the API, which signs the fields as well. */
	| { readonly kind: 'outbox'; readonly entryId: string };

const HTML_UNSAFE = /[<>&\u2028\u2029]/;
const EVERY_HTML_UNSAFE = /[<>&\u2028\u2029]/g;

/** JSON as Go's encoding/json writes it: `<`, `>`, `&` and the two line separators escaped. */
export function goJson(data: AuditData): string {
	const text = JSON.stringify(data);
	return HTML_UNSAFE.test(text) ? text.replace(EVERY_HTML_UNSAFE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) : text;
}

/** The signed entry of one audit event. */
export function auditEntry(wire: Wire, moment: Moment, zone: string, data: string, path: Path): Entry {
	const { rng, keys } = wire;
	const fields: string[] = [];
	if (path.kind === 'outbox') fields.push('outbox_id', uuid7(rng, moment.atMs));
	fields.push('id', path.entryId, 'data', data);
	if (keys.audit !== null) fields.push('sig', signData(keys.audit, data));
	if (path.kind === 'outbox' && keys.streams !== null) fields.push('_sig', signFields(keys.streams, AUDIT_STREAM, fields));
	const delayMs = path.kind === 'outbox' ? rng.int(20, 280) : rng.int(1, 52);
	return {
		stream: AUDIT_STREAM,
		fields,
		occurredAtMs: moment.atMs + (moment.skewMs ?? 0),
		streamAtMs: moment.atMs + delayMs + (moment.lateMs ?? 0),
		zone,
	};
}

/** The moment as the producer's own clock shows it. */
export function clockOf(moment: Moment): number {
	return moment.atMs + (moment.skewMs ?? 0);
}

import { ByteSink } from '../chain/byte-sink';
import { JsonRejected } from '../chain/json-rejected';
import type { AuditEvent } from './contract';
import { DataParser } from './parse-data';

/** An event read from the wire, or why it cannot be one: `json_parse_error:<what>` (wire reference 1.4). */
export type ParseResult = { readonly ok: true; readonly event: AuditEvent } | { readonly ok: false; readonly reason: string };

const SCRATCH_BYTES = 64 * 1024;
const SCRATCH_KEPT_BYTES_MAX = 1024 * 1024;

const parser = new DataParser();
const scratch = new ByteSink(SCRATCH_BYTES);

/** The dead-letter reason of a data field that is no event. */
export function parseErrorReason(error: JsonRejected): string {
	return `json_parse_error:${error.reason}`;
}

/**
 * Reads the `data` field of an audit stream entry as Caracal's Go decoder does (wire reference 1.3): unknown members tolerated;
 * member names in any case, of several the last; `id`, `zone_id` and `occurred_at` required; null leaves a string empty, any other
 * wrong type is an error; U+0000 removed; half surrogate pairs become U+FFFD in strings and are refused inside the JSON members.
 */
export function parseAuditData(data: string): ParseResult {
	try {
		scratch.reset(SCRATCH_KEPT_BYTES_MAX);
		scratch.putText(data);
		parser.read(scratch, 0, scratch.end);
		return { ok: true, event: parser.preimage.toEvent() };
	} catch (error) {
		if (error instanceof JsonRejected) return { ok: false, reason: parseErrorReason(error) };
		throw error;
	}
}

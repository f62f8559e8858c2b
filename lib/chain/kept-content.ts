import { authorityEvent } from '../events/authority-entry';
import { type ParseResult, parseAuditData } from '../events/parse';
import { DataParser } from '../events/parse-data';
import { utf8Text } from '../primitives/text';
import { fieldOf } from '../streams/field';
import { isDataStream, SOURCE_STREAMS, type SourceStream } from '../streams/names';
import { ByteSink } from './byte-sink';
import { contentSha256 } from './content-hash';
import { JsonRejected } from './json-rejected';
import { putDigest } from './sha256';

const ENTRY_ID = /^\d+-\d+$/;

/** A stream entry as its segment keeps it. */
export interface KeptEntry {
	readonly stream: SourceStream;
	readonly entryId: string;
	readonly fields: readonly Buffer[];
}

/** The event that a kept entry holds, read as ingest reads it. */
export function keptEvent({ stream, entryId, fields }: KeptEntry): ParseResult {
	if (!isDataStream(stream)) return authorityEvent(stream, entryId, fields);
	const data = fieldOf(fields, 'data');
	const text = data === undefined ? null : utf8Text(data);
	return text === null ? { ok: false, reason: 'no UTF-8' } : parseAuditData(text);
}

const SCRATCH_BYTES = 64 * 1024;
const SCRATCH_KEPT_BYTES_MAX = 1024 * 1024;
const DATA = Buffer.from('data');
const parser = new DataParser();
const scratch = new ByteSink(SCRATCH_BYTES);

function isDataName(field: Uint8Array): boolean {
	return field.length === DATA.length && DATA.every((byte, i) => field[i] === byte);
}

/** The content hash of the event in a `data` field, from bytes to bytes: strings of it would cost several times the hash. */
function dataSha256(data: Uint8Array): Uint8Array | null {
	if (utf8Text(data) === null) return null;
	scratch.reset(SCRATCH_KEPT_BYTES_MAX);
	scratch.putBuffer(data);
	try {
		parser.read(scratch, 0, scratch.end);
	} catch (error) {
		if (error instanceof JsonRejected) return null;
		throw error;
	}
	const out = new Uint8Array(32);
	putDigest(parser.preimage.sha256('binary'), out, 0);
	return out;
}

/**
 * Content hash (32 bytes) of the event that a kept stream entry holds; null when it holds none.
 * @param fields flat list field, value, ... as bytes
 */
export function keptContentSha256(stream: string, entryId: string, fields: readonly Uint8Array[]): Uint8Array | null {
	const source = SOURCE_STREAMS.find((known) => known === stream);
	if (source === undefined || !ENTRY_ID.test(entryId)) return null;
	if (isDataStream(source)) {
		// of a repeated field the last counts
		for (let i = fields.length - (fields.length % 2) - 2; i >= 0; i -= 2) {
			const [name, data] = [fields[i], fields[i + 1]];
			if (name !== undefined && data !== undefined && isDataName(name)) return dataSha256(data);
		}
		return null;
	}
	const buffers = fields.map((field) => Buffer.from(field.buffer, field.byteOffset, field.length));
	const read = keptEvent({ stream: source, entryId, fields: buffers });
	return read.ok ? contentSha256(read.event) : null;
}

import { authorityEvent } from '../events/authority-entry';
import { type ParseResult, parseAuditData } from '../events/parse';
import { fieldOf } from '../streams/field';
import { isDataStream, SOURCE_STREAMS, type SourceStream } from '../streams/names';
import { contentSha256 } from './content-hash';

const ENTRY_ID = /^\d+-\d+$/;

/** A stream entry as its segment keeps it. */
export interface KeptEntry {
	readonly stream: SourceStream;
	readonly entryId: string;
	readonly fields: readonly Buffer[];
}

function utf8(bytes: Buffer): string | null {
	const text = bytes.toString('utf8');
	return Buffer.from(text, 'utf8').equals(bytes) ? text : null;
}

/** The event that a kept entry holds, read as ingest reads it. */
export function keptEvent({ stream, entryId, fields }: KeptEntry): ParseResult {
	if (!isDataStream(stream)) return authorityEvent(stream, entryId, fields);
	const data = fieldOf(fields, 'data');
	const text = data === undefined ? null : utf8(data);
	return text === null ? { ok: false, reason: 'no UTF-8' } : parseAuditData(text);
}

/**
 * Content hash (32 bytes) of the event that a kept stream entry holds; null when it holds none.
 * @param fields flat list field, value, ... as bytes
 */
export function keptContentSha256(stream: string, entryId: string, fields: readonly Uint8Array[]): Uint8Array | null {
	const source = SOURCE_STREAMS.find((known) => known === stream);
	if (source === undefined || !ENTRY_ID.test(entryId)) return null;
	const buffers = fields.map((field) => Buffer.from(field.buffer, field.byteOffset, field.length));
	const read = keptEvent({ stream: source, entryId, fields: buffers });
	return read.ok ? contentSha256(read.event) : null;
}

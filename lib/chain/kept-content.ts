import { authorityEvent } from '../events/authority-entry';
import { parseAuditData } from '../events/parse';
import { isDataStream, SOURCE_STREAMS } from '../streams/names';
import { contentSha256 } from './content-hash';

const ENTRY_ID = /^\d+-\d+$/;

/**
 * Content hash (32 bytes) of the event that a kept stream entry holds, read as ingest reads it; null when it holds none.
 * @param fields flat list field, value, ... as bytes
 */
export function keptContentSha256(stream: string, entryId: string, fields: readonly Uint8Array[]): Uint8Array | null {
	const source = SOURCE_STREAMS.find((known) => known === stream);
	if (source === undefined || !ENTRY_ID.test(entryId)) return null;
	const buffers = fields.map((field) => Buffer.from(field.buffer, field.byteOffset, field.length));
	if (!isDataStream(source)) {
		const read = authorityEvent(source, entryId, buffers);
		return read.ok ? contentSha256(read.event) : null;
	}
	const at = buffers.findIndex((field, i) => i % 2 === 0 && field.toString('latin1') === 'data');
	const data = at < 0 ? undefined : buffers[at + 1];
	if (data === undefined) return null;
	const text = data.toString('utf8');
	if (!Buffer.from(text, 'utf8').equals(data)) return null;
	const read = parseAuditData(text);
	return read.ok ? contentSha256(read.event) : null;
}

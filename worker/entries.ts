import type { SourceStream } from '../lib/streams/names';
import type { RawEntry } from './lane-types';

/** A reply of `[[id, [field, value, ...]], ...]`; the fields are null for an entry that was deleted while it was pending. */
type EntryReply = readonly [Buffer, readonly Buffer[] | null];
type StreamReply = readonly [Buffer, readonly EntryReply[]];

export interface ReadPage {
	readonly entries: readonly RawEntry[];
	/** Ids that are pending but no longer on the stream: deleted before they were read. */
	readonly gone: readonly { readonly stream: SourceStream; readonly entryId: string }[];
	/** Bytes of all fields. */
	readonly bytes: number;
}

/** Sorts a reply of XREADGROUP, or of XCLAIM wrapped in one stream, into entries and ids that are gone. */
export function toPage(reply: readonly StreamReply[] | null): ReadPage {
	const entries: RawEntry[] = [];
	const gone: { stream: SourceStream; entryId: string }[] = [];
	let bytes = 0;
	for (const [name, items] of reply ?? []) {
		const stream = name.toString() as SourceStream;
		for (const [id, fields] of items) {
			const entryId = id.toString();
			if (fields === null || fields.length === 0) {
				gone.push({ stream, entryId });
				continue;
			}
			for (const field of fields) bytes += field.length;
			entries.push({ stream, entryId, fields });
		}
	}
	return { entries, gone, bytes };
}

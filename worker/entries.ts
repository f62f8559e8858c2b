import type { SourceStream } from '../lib/streams/names';
import type { RawEntry } from './lane-types';

/** An entry in a reply; the fields are null for one that was deleted while it was pending. */
export type EntryReply = readonly [Buffer, readonly Buffer[] | null];
export type StreamReply = readonly [Buffer, readonly EntryReply[]];

/** Where an entry stands, or stood. */
export interface EntryPlace {
	readonly stream: SourceStream;
	readonly entryId: string;
}

export interface ReadPage {
	readonly entries: readonly RawEntry[];
	/** Pending, but no longer on the stream. */
	readonly gone: readonly EntryPlace[];
	/** Of all fields. */
	readonly bytes: number;
}

/** Sorts a reply of XREADGROUP, or one of XCLAIM or XRANGE wrapped as one stream, into entries and ids that are gone. */
export function toPage(reply: readonly StreamReply[] | null): ReadPage {
	const entries: RawEntry[] = [];
	const gone: EntryPlace[] = [];
	let bytes = 0;
	for (const [name, items] of reply ?? []) {
		const stream = name.toString() as SourceStream;
		for (const [id, fields] of items) {
			const entryId = id.toString();
			if (fields === null || fields.length === 0) {
				gone.push({ stream, entryId });
				continue;
			}
			const entry = { stream, entryId, fields };
			bytes += entryBytes(entry);
			entries.push(entry);
		}
	}
	return { entries, gone, bytes };
}

/** Bytes of an entry's fields. */
export function entryBytes(entry: RawEntry): number {
	return entry.fields.reduce((bytes, field) => bytes + field.length, 0);
}

/** Cuts entries, in order, into runs of at most `bytesMax` bytes; an entry that is larger stands alone. */
export function runsBySize(entries: readonly RawEntry[], bytesMax: number): RawEntry[][] {
	const runs: RawEntry[][] = [];
	let run: RawEntry[] = [];
	let runBytes = 0;
	for (const entry of entries) {
		const bytes = entryBytes(entry);
		if (run.length > 0 && runBytes + bytes > bytesMax) {
			runs.push(run);
			run = [];
			runBytes = 0;
		}
		run.push(entry);
		runBytes += bytes;
	}
	if (run.length > 0) runs.push(run);
	return runs;
}

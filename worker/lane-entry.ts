import type { EntryPlace } from '../db/ledger/ledger-row';

const ENTRY_SEQ_MAX = 2_147_483_647;

/** The value of a field of an entry, or undefined; of a repeated field the last, as Redis clients see it. */
export function fieldValue(fields: readonly Buffer[], name: Buffer): Buffer | undefined {
	for (let i = fields.length - (fields.length % 2) - 2; i >= 0; i -= 2) {
		const key = fields[i];
		if (key !== undefined && key.length === name.length && key.equals(name)) return fields[i + 1];
	}
	return undefined;
}

/**
 * Reads an entry id `<ms>-<seq>` into numbers for the ledger's columns. Ids that Redis did not make itself may exceed them:
 * those are clamped here and kept exactly in the segment.
 */
export function readEntryId(entryId: string, place: EntryPlace): void {
	let ms = 0;
	let i = 0;
	for (; i < entryId.length; i++) {
		const digit = entryId.charCodeAt(i) - 48;
		if (digit < 0) break;
		ms = ms * 10 + digit;
	}
	let seq = 0;
	for (i++; i < entryId.length; i++) seq = seq * 10 + entryId.charCodeAt(i) - 48;
	place.entryMs = Math.min(ms, Number.MAX_SAFE_INTEGER);
	place.entrySeq = Math.min(seq, ENTRY_SEQ_MAX);
}

/** Bytes of all fields of an entry. */
export function entryBytes(fields: readonly Buffer[]): number {
	let bytes = 0;
	for (const field of fields) bytes += field.length;
	return bytes;
}

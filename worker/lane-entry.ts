import { byteAt } from '../lib/chain/bytes';

/** A loop: for a few bytes Buffer.equals costs ten times as much. */
function isSame(a: Buffer, b: Buffer): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (byteAt(a, i) !== byteAt(b, i)) return false;
	return true;
}

/** The value of a field of an entry, or undefined; of a repeated field the last, as Redis clients see it. */
export function fieldValue(fields: readonly Buffer[], name: Buffer): Buffer | undefined {
	for (let i = fields.length - (fields.length % 2) - 2; i >= 0; i -= 2) {
		const key = fields[i];
		if (key !== undefined && isSame(key, name)) return fields[i + 1];
	}
	return undefined;
}

/** Bytes of all fields of an entry. */
export function entryBytes(fields: readonly Buffer[]): number {
	let bytes = 0;
	for (const field of fields) bytes += field.length;
	return bytes;
}

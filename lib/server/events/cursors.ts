import 'server-only';
import { type Cursor, decodeCursor, encodeCursor } from '../../events/cursor';
import { invalidInput } from './search-input';

/** The cursor at a row of a list, or null without one. */
export function encodedCursor(
	row: { readonly occurredAt: bigint; readonly zoneNo: number; readonly seq: number } | undefined,
): string | null {
	return row === undefined ? null : encodeCursor({ at: row.occurredAt, zoneNo: row.zoneNo, seq: row.seq });
}

/** @throws AppError invalid_input that names the parameter */
export function decodedCursor(text: string, name: string): Cursor {
	const cursor = decodeCursor(text);
	if (cursor === null) throw invalidInput(`The cursor ${name}`);
	return cursor;
}

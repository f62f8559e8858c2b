import { INSTANT_MAX, INSTANT_MIN } from '../time-bounds';
import type { EpochMicros } from './contract';

/**
 * A position in the order of every list: occurred_at descending, then zone number, then chain_seq. It carries the stored
 * precision and a tiebreak, so no event is skipped or repeated between pages, whatever shares its microsecond.
 */
export interface Cursor {
	readonly at: EpochMicros;
	readonly zoneNo: number;
	readonly seq: number;
}

const FORM = /^1~(-?\d{1,18})~(\d{1,10})~(\d{1,16})$/;

/** The cursor as an opaque text that is safe in a URL. */
export function encodeCursor(cursor: Cursor): string {
	return btoa(`1~${cursor.at}~${cursor.zoneNo}~${cursor.seq}`).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Reads what encodeCursor wrote; null for anything else. */
export function decodeCursor(text: string): Cursor | null {
	if (text.length > 80 || !/^[\w-]+$/.test(text) || text.length % 4 === 1) return null;
	const m = FORM.exec(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
	if (m === null) return null;
	const cursor = { at: BigInt(m[1] ?? ''), zoneNo: Number(m[2]), seq: Number(m[3]) };
	if (cursor.at < INSTANT_MIN || cursor.at > INSTANT_MAX || cursor.zoneNo > 2_147_483_647 || !Number.isSafeInteger(cursor.seq)) return null;
	return encodeCursor(cursor) === text ? cursor : null;
}

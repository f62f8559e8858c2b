import { INSTANT_MAX, INSTANT_MIN } from '../time-bounds';

/** Where a page in Caracal's shape goes on: behind an event, in a window whose start was fixed when the first page was read. */
export interface AuditCursor {
	/** Of the event: microseconds since 1970. */
	readonly at: bigint;
	readonly seq: number;
	/** Start of a window that nobody gave; null when none was made. */
	readonly from: bigint | null;
}

const FORM = /^2~(-?\d{1,18})~(\d{1,15})~(-?\d{1,18})?$/;

function inRange(at: bigint): boolean {
	return at >= INSTANT_MIN && at <= INSTANT_MAX;
}

/** The cursor as an opaque text that is safe in a URL. */
export function encodeAuditCursor(cursor: AuditCursor): string {
	return Buffer.from(`2~${cursor.at}~${cursor.seq}~${cursor.from ?? ''}`).toString('base64url');
}

/** Reads what encodeAuditCursor wrote; null for anything else. */
export function decodeAuditCursor(text: string): AuditCursor | null {
	if (!/^[\w-]{1,100}$/.test(text)) return null;
	const m = FORM.exec(Buffer.from(text, 'base64url').toString('latin1'));
	if (m === null) return null;
	const cursor = { at: BigInt(m[1] ?? ''), seq: Number(m[2]), from: m[3] === undefined ? null : BigInt(m[3]) };
	return inRange(cursor.at) && (cursor.from === null || inRange(cursor.from)) && encodeAuditCursor(cursor) === text ? cursor : null;
}

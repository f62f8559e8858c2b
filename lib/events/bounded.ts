import type { JsonValue } from '../json';

/** What may be recorded: JSON, of which undefined members are left out. */
export type Recordable = null | boolean | number | string | readonly Recordable[] | { readonly [key: string]: Recordable | undefined };

/** Longest text recorded, in UTF-8 bytes. */
export const TEXT_BYTES_MAX = 512;
const KEY_BYTES_MAX = 64;
const MEMBERS_MAX = 50;
const DEPTH_MAX = 5;
const ELLIPSIS = '…';

const encoder = new TextEncoder();
const room = new Uint8Array(4 * TEXT_BYTES_MAX);

/** API tokens keep the part that may be shown; signed tokens and credentials of a header nothing. */
const SECRETS: readonly (readonly [form: RegExp, instead: string])[] = [
	[/(cat_[0-9A-Za-z]{8})_[\w-]{16,}/g, '$1_[not recorded]'],
	[/(?<![0-9A-Za-z])eyJ[\w-]{8,}(?:\.[\w-]*)*/g, '[token, not recorded]'],
	[/(?<![0-9A-Za-z])(bearer|basic)\s+[^\s,;]+/gi, '$1 [not recorded]'],
];

/** The text without what has the form of a token: somebody may have pasted one into a box for something else. */
function withoutSecrets(text: string): string {
	let clean = text;
	for (const [form, instead] of SECRETS) clean = clean.replace(form, instead);
	return clean;
}

/**
 * Text from outside as it may be recorded: well-formed, without U+0000 and without what looks like a token, and of at most
 * `bytesMax` (up to 512) UTF-8 bytes; one that was cut ends in `…`.
 */
export function boundedText(text: string, bytesMax = TEXT_BYTES_MAX): string {
	const start = text.slice(0, 4 * bytesMax);
	const clean = withoutSecrets(start.replaceAll('\u0000', '').toWellFormed());
	const isWhole = start.length === text.length && encoder.encodeInto(clean, room.subarray(0, bytesMax)).read === clean.length;
	if (isWhole) return clean;
	const { read } = encoder.encodeInto(clean, room.subarray(0, bytesMax - encoder.encode(ELLIPSIS).length));
	return clean.slice(0, read) + ELLIPSIS;
}

/** Bytes of a value's JSON. */
export function jsonBytes(value: JsonValue): number {
	return encoder.encode(JSON.stringify(value)).length;
}

interface Room {
	left: number;
	isCut: boolean;
}

function fits(room: Room, bytes: number): boolean {
	if (bytes > room.left) {
		room.isCut = true;
		return false;
	}
	room.left -= bytes;
	return true;
}

/** The value as far as there is room, or undefined when there is none for it. */
function bounded(value: Recordable, room: Room, depth: number): JsonValue | undefined {
	if (value === null || typeof value !== 'object') {
		const leaf = typeof value === 'string' ? boundedText(value) : typeof value === 'number' && !Number.isFinite(value) ? null : value;
		return fits(room, jsonBytes(leaf)) ? leaf : undefined;
	}
	// brackets and a comma
	if (depth >= DEPTH_MAX || !fits(room, 3)) {
		room.isCut = true;
		return undefined;
	}
	const members = Object.entries(value);
	if (members.length > MEMBERS_MAX) room.isCut = true;
	const kept: [string, JsonValue][] = [];
	for (const [key, member] of members.slice(0, MEMBERS_MAX)) {
		if (member === undefined) continue;
		const name = boundedText(key, KEY_BYTES_MAX);
		// colon and comma
		if (!fits(room, (Array.isArray(value) ? 0 : jsonBytes(name)) + 2)) break;
		const child = bounded(member as Recordable, room, depth + 1);
		if (child !== undefined) kept.push([name, child]);
	}
	return Array.isArray(value) ? kept.map(([, child]) => child) : Object.fromEntries(kept);
}

/**
 * The members as far as their JSON fits `bytesMax`: texts of at most TEXT_BYTES_MAX, at most 50 members of each list and object,
 * five levels. `isCut` says that something was left out.
 */
export function boundedMembers(
	members: { readonly [key: string]: Recordable | undefined },
	bytesMax: number,
): { readonly members: { readonly [key: string]: JsonValue }; readonly isCut: boolean } {
	const room: Room = { left: bytesMax, isCut: false };
	const kept = bounded(members, room, 0);
	return {
		members: kept !== undefined && kept !== null && typeof kept === 'object' && !Array.isArray(kept) ? kept : {},
		isCut: room.isCut,
	};
}

import { nodePrimitives } from '../../../lib/chain/node-primitives';
import { zoneSegment } from '../../../lib/checkpoint/origin';

/** A checkpoint that an anchor holds. */
export interface HeldNote {
	readonly size: number;
	readonly note: string;
}

/** A place that keeps notes and does not let go of them. */
export interface Anchor {
	readonly name: string;
	readonly kind: 'directory' | 'webhook' | 's3';
	/** Where it is, without secrets. */
	readonly place: string;
	/**
	 * Brings a note; doing it twice is doing it once.
	 * @throws AnchorDisagrees when another note lies there; any other error when it did not work
	 */
	deliver(zoneId: string, size: number, note: string): Promise<void>;
	/** Null for anchors that only take. */
	readonly reads: AnchorReads | null;
}

export interface AnchorReads {
	/** Folder names of the zones it holds notes of. */
	zones(): Promise<string[]>;
	/** Sizes of the notes it holds of a zone, ascending, from the given size on; at most `sizesMax`. */
	sizes(zoneSegment: string, from: number, sizesMax: number): Promise<number[]>;
	/** Null when there is none of this size. */
	read(zoneSegment: string, size: number): Promise<string | null>;
}

/** The anchor holds another checkpoint of this size. */
export class AnchorDisagrees extends Error {
	override readonly name = 'AnchorDisagrees';
}

const SIZE_DIGITS = 16;
const FOLDER_EVENTS = 1_000_000;
const FOLDER_DIGITS = 10;

export function segmentOf(zoneId: string): string {
	return zoneSegment(nodePrimitives, zoneId);
}

/** Folder of a note within its zone's: names sort as sizes do. */
export function folderOf(size: number): string {
	return String(Math.floor(size / FOLDER_EVENTS)).padStart(FOLDER_DIGITS, '0');
}

/** Name of a note within its folder. */
export function fileOf(size: number): string {
	return `${String(size).padStart(SIZE_DIGITS, '0')}.note`;
}

/** The size a file name tells, or null when it is none of ours. */
export function sizeOf(file: string): number | null {
	const [, digits] = /^(\d{16})\.note$/.exec(file) ?? [];
	const size = Number(digits ?? 0);
	return size >= 1 && Number.isSafeInteger(size) ? size : null;
}

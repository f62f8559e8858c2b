import { HASH_BYTES } from '../merkle/hash';
import { fromBase64, toBase64, utf8Bytes } from '../primitives/text';
import { NoteRejected } from './rejected';

/** tlog-cosignature keeps origins within one byte of length. */
export const ORIGIN_BYTES_MAX = 255;
const EXTENSION_LINES_MAX = 16;
const DECIMAL = /^(0|[1-9][0-9]{0,15})$/;

/** A tree head. */
export interface Checkpoint {
	/** Which log; unique in the world, such as `console.example.com/zone/zn_1`. */
	readonly origin: string;
	/** Number of leaves. */
	readonly size: number;
	/** 32 bytes. */
	readonly root: Uint8Array;
	/** Further lines, whose meaning is none of ours. */
	readonly extensions: readonly string[];
}

/**
 * First lines that mean another kind of signed text. A log of such a name could be made to sign one.
 */
const RESERVED_ORIGINS = new Set(['cosignature/v1', 'caracal-evidence/v1']);

function checkOrigin(origin: string): void {
	if (origin === '') throw new NoteRejected('A checkpoint names its origin.');
	if (utf8Bytes(origin).length > ORIGIN_BYTES_MAX) throw new NoteRejected(`An origin has at most ${ORIGIN_BYTES_MAX} bytes.`);
	if (/[\p{Cc}]/u.test(origin)) throw new NoteRejected('An origin is one line without control characters.');
	if (RESERVED_ORIGINS.has(origin)) throw new NoteRejected(`${origin} is no origin: it names another kind of signed text.`);
}

/** The text of a note that is the checkpoint (C2SP tlog-checkpoint). */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
	checkOrigin(origin);
	if (!Number.isSafeInteger(size) || size < 0) throw new NoteRejected('A tree size is a whole number.');
	if (root.length !== HASH_BYTES) throw new NoteRejected('A root hash has 32 bytes.');
	if (extensions.some((line) => line === '' || line.includes('\n'))) throw new NoteRejected('An extension is one line that is not empty.');
	return `${[origin, String(size), toBase64(root), ...extensions].join('\n')}\n`;
}

/**
 * Reads the text of a note as a checkpoint.
 * @throws NoteRejected when it is none
 */
export function parseCheckpoint(text: string): Checkpoint {
	if (!text.endsWith('\n')) throw new NoteRejected('A checkpoint ends in a line feed.');
	const [origin, decimal, encoded, ...extensions] = text.slice(0, -1).split('\n');
	if (origin === undefined || decimal === undefined || encoded === undefined)
		throw new NoteRejected('A checkpoint has at least three lines.');
	checkOrigin(origin);
	const size = Number(decimal);
	if (!DECIMAL.test(decimal) || !Number.isSafeInteger(size))
		throw new NoteRejected('The second line of a checkpoint is the tree size in decimal.');
	const root = fromBase64(encoded);
	if (root === null || root.length !== HASH_BYTES) throw new NoteRejected('The third line of a checkpoint is the root hash in base64.');
	if (extensions.length > EXTENSION_LINES_MAX) throw new NoteRejected(`A checkpoint has at most ${EXTENSION_LINES_MAX} extension lines.`);
	if (extensions.includes('')) throw new NoteRejected('An extension line is not empty.');
	return { origin, size, root, extensions };
}

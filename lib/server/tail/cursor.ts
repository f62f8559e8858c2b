import 'server-only';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../../errors';
import { positionBytes, readPosition, type TailPosition } from '../../tail/position';
import { webEnv } from '../env';

const VERSION = 1;
const HEAD_BYTES = 2;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

const sealed = new WeakMap<TailPosition, string>();
let made: { readonly secret: string; readonly key: Buffer } | undefined;

function key(): Buffer {
	const secret = webEnv().AUTH_SECRET;
	if (made?.secret !== secret) made = { secret, key: Buffer.from(hkdfSync('sha256', secret, '', 'caracal live tail cursor', 32)) };
	return made.key;
}

/**
 * A position as a text for `Last-Event-ID`, sealed: nobody can make one, and nobody learns from one how much is committed in zones
 * that are not theirs. At most 82 characters, however many zones there are. It begins with its own length, so that a cut one is told
 * from a forged one.
 */
export function sealCursor(position: TailPosition): string {
	const plain = positionBytes(position);
	const head = Uint8Array.of(VERSION, HEAD_BYTES + NONCE_BYTES + plain.length + TAG_BYTES);
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv(CIPHER, key(), nonce).setAAD(head);
	return Buffer.concat([head, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** The cursor of a position, made once for all who stand at this very object. */
export function cursorOf(position: TailPosition): string {
	const made = sealed.get(position) ?? sealCursor(position);
	sealed.set(position, made);
	return made;
}

const AGAIN = 'Begin anew: without a position, or with since=.';

function refused(what: string): AppError {
	return new AppError('invalid_input', `The position (Last-Event-ID) ${what}.`, AGAIN);
}

/** The position behind a cursor. @throws AppError invalid_input that says whether it is cut, forged or of another kind */
export function openCursor(text: string): TailPosition {
	if (!/^[\w-]{1,1024}$/.test(text)) throw refused('is no position of this console');
	const bytes = Buffer.from(text, 'base64url');
	if (bytes[0] !== VERSION) throw refused('is no position of this console');
	if (bytes.length < HEAD_BYTES + NONCE_BYTES + TAG_BYTES + 1 || bytes.length !== bytes[1])
		throw refused(`is cut: ${bytes.length} bytes of ${bytes[1] ?? '?'}`);
	const plain = opened(bytes);
	const position = plain === null ? null : readPosition(plain);
	if (position === null || bytes.toString('base64url') !== text) throw refused('is forged: its seal does not hold');
	return position;
}

function opened(bytes: Buffer): Buffer | null {
	const nonceEnd = HEAD_BYTES + NONCE_BYTES;
	const decipher = createDecipheriv(CIPHER, key(), bytes.subarray(HEAD_BYTES, nonceEnd), { authTagLength: TAG_BYTES })
		.setAAD(bytes.subarray(0, HEAD_BYTES))
		.setAuthTag(bytes.subarray(-TAG_BYTES));
	try {
		return Buffer.concat([decipher.update(bytes.subarray(nonceEnd, -TAG_BYTES)), decipher.final()]);
	} catch {
		// the seal does not hold; there is nothing more to say
		return null;
	}
}

/** The failure of a position whose events are gone. */
export function beforeRetention(zoneId: string): AppError {
	return new AppError(
		'gone',
		`The position (Last-Event-ID) is before what is kept: events behind it in zone ${zoneId.slice(0, 100)} are gone.`,
		AGAIN,
	);
}

/** The failure of a position that the ledger has not reached: it was restored from an older state. */
export function aheadOfLedger(): AppError {
	return refused('is ahead of the ledger, which was restored from an older state');
}

/** The failure of a position inside a zone that is not the asker's. */
export function foreignPosition(): AppError {
	return new AppError(
		'forbidden',
		'The position (Last-Event-ID) lies in a zone that is not there, or that you may not read.',
		'Begin anew, or ask an administrator for a role in it.',
	);
}

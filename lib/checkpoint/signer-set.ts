import type { Primitives, SigningPrimitives } from '../primitives/primitives';
import type { DatedKey } from './key-set';
import { NoteRejected } from './rejected';
import { parseSignerKey, type Signer } from './signer-key';

/** A key that signs and the time in which it does, in seconds since 1970: from inclusive, until exclusive; null is without end. */
export interface DatedSigner {
	readonly signer: Signer;
	/** The secret line, as the file has it. */
	readonly line: string;
	readonly from: number;
	readonly until: number | null;
}

const LINE = /^(\S+) (0|[1-9][0-9]{0,11}) (-|[1-9][0-9]{0,11})$/;

/** The secret keys as text: per line a signer key, from, and until or a dash. What `parseSignerSet` reads. */
export function formatSignerSet(set: readonly DatedSigner[]): string {
	return set.map(({ line, from, until }) => `${line} ${from} ${until ?? '-'}\n`).join('');
}

/**
 * Reads a set of secret keys; empty lines and lines that begin with # are passed over. The keys of a log have one name.
 * @throws NoteRejected with the number of the line that is wrong, never with the line itself
 */
export function parseSignerSet(primitives: Primitives, signing: SigningPrimitives, text: string): DatedSigner[] {
	const set: DatedSigner[] = [];
	text.split('\n').forEach((whole, i) => {
		if (whole.trim() === '' || whole.startsWith('#')) return;
		const [, line, from, until] = LINE.exec(whole.trimEnd()) ?? [];
		if (line === undefined || from === undefined) throw new NoteRejected(`Line ${i + 1} is no key with the time it begins and ends.`);
		const signer = parseSignerKey(primitives, signing, line);
		if (set.some((other) => other.signer.key.name !== signer.key.name))
			throw new NoteRejected(`The key of line ${i + 1} has another name than the ones before it.`);
		if (set.some((other) => other.signer.key.id === signer.key.id)) throw new NoteRejected(`The key of line ${i + 1} is there twice.`);
		set.push({ signer, line, from: Number(from), until: until === '-' ? null : Number(until) });
	});
	return set;
}

/** The same keys without their secrets. */
export function publicSet(set: readonly DatedSigner[]): DatedKey[] {
	return set.map(({ signer, from, until }) => ({ key: signer.key, from, until }));
}

/** Keys that sign at `seconds`, the newest first. */
export function signersAt(set: readonly DatedSigner[], seconds: number): Signer[] {
	return set
		.filter(({ from, until }) => from <= seconds && (until === null || seconds < until))
		.sort((a, b) => b.from - a.from)
		.map(({ signer }) => signer);
}

/** The set with another key in force from `seconds`, and all others until `overlapSeconds` later at most. */
export function rotateSigners(
	set: readonly DatedSigner[],
	next: { readonly signer: Signer; readonly line: string },
	seconds: number,
	overlapSeconds: number,
): DatedSigner[] {
	if (!(overlapSeconds >= 0)) throw new NoteRejected('An overlap is not negative.');
	const end = seconds + overlapSeconds;
	const ended = set.map((dated) => ({ ...dated, until: dated.until === null ? end : Math.min(dated.until, end) }));
	return [...ended, { ...next, from: seconds, until: null }];
}

import type { Primitives } from '../primitives/primitives';
import { NoteRejected } from './rejected';
import { formatVerifierKey, parseVerifierKey, sameKey, type VerifierKey } from './verifier-key';

/** A key and the time in which it signs, in seconds since 1970: from inclusive, until exclusive; null is without end. */
export interface DatedKey {
	readonly key: VerifierKey;
	readonly from: number;
	readonly until: number | null;
}

/** The keys of one log, past and present. What a key signed in its time stays believed when it signs no more. */
export type KeySet = readonly DatedKey[];

const KEYS_MAX = 1000;
const LINE = /^(\S+) (0|[1-9][0-9]{0,11}) (-|[1-9][0-9]{0,11})$/;

/** Keys that sign at `seconds`, the newest first: a checkpoint made during a change carries both signatures. */
export function keysAt(set: KeySet, seconds: number): VerifierKey[] {
	return set
		.filter(({ from, until }) => from <= seconds && (until === null || seconds < until))
		.sort((a, b) => b.from - a.from)
		.map(({ key }) => key);
}

/**
 * The set with a new key in force from `seconds`, and all others until `overlapSeconds` later at most. Whoever trusts only the
 * old key meets, during the overlap, checkpoints under both, and so a reason to trust the new one.
 */
export function rotate(set: KeySet, key: VerifierKey, seconds: number, overlapSeconds: number): DatedKey[] {
	if (set.some((dated) => sameKey(dated.key, key))) throw new NoteRejected('The key is in the set already.');
	if (!(overlapSeconds >= 0)) throw new NoteRejected('An overlap is not negative.');
	const end = seconds + overlapSeconds;
	const ended = set.map((dated) => ({ ...dated, until: dated.until === null ? end : Math.min(dated.until, end) }));
	return [...ended, { key, from: seconds, until: null }];
}

/** The time in which no key signs, from the first key on, if there is one: `[from, until)` in seconds. */
export function firstGap(set: KeySet): { readonly from: number; readonly until: number } | null {
	const ordered = [...set].sort((a, b) => a.from - b.from);
	let end = ordered[0]?.from ?? 0;
	for (const { from, until } of ordered) {
		if (from > end) return { from: end, until: from };
		if (until === null) return null;
		end = Math.max(end, until);
	}
	return null;
}

/** The set as text: per line a verifier key, from, and until or a dash. */
export function formatKeySet(set: KeySet): string {
	return set.map(({ key, from, until }) => `${formatVerifierKey(key)} ${from} ${until ?? '-'}\n`).join('');
}

/**
 * Reads a set of keys; empty lines and lines that begin with # are passed over.
 * @throws NoteRejected with the number of the line that is wrong
 */
export function parseKeySet(primitives: Primitives, text: string): DatedKey[] {
	const set: DatedKey[] = [];
	text.split('\n').forEach((line, i) => {
		if (line.trim() === '' || line.startsWith('#')) return;
		const [, vkey, from, until] = LINE.exec(line) ?? [];
		if (vkey === undefined || from === undefined) throw new NoteRejected(`Line ${i + 1} is no key with the time it begins and ends.`);
		const dated = { key: parseVerifierKey(primitives, vkey), from: Number(from), until: until === '-' ? null : Number(until) };
		if (dated.until !== null && dated.until <= dated.from) throw new NoteRejected(`The key of line ${i + 1} ends before it begins.`);
		if (set.length >= KEYS_MAX) throw new NoteRejected(`A set has at most ${KEYS_MAX} keys.`);
		if (set.some(({ key }) => sameKey(key, dated.key))) throw new NoteRejected(`The key of line ${i + 1} is there twice.`);
		set.push(dated);
	});
	return set;
}

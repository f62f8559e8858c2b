import { checkpointsWithin, type StoredCheckpoint } from '../../../db/integrity/sweep-facts';
import type { Statements } from '../../../db/one-connection';
import { nodePrimitives } from '../../../lib/chain/node-primitives';
import { parseCheckpoint } from '../../../lib/checkpoint/checkpoint';
import { parseNote } from '../../../lib/checkpoint/note';
import { openNote } from '../../../lib/checkpoint/open';
import { NoteRejected } from '../../../lib/checkpoint/rejected';
import type { VerifierKey } from '../../../lib/checkpoint/verifier-key';
import { toHex } from '../../../lib/primitives/text';
import { type Anchor, type AnchorReads, segmentOf } from '../anchors/anchor';
import type { FoundThings } from './row-checker';

/** Notes of an anchor compared in one piece of a sweep at most. */
const NOTES_MAX = 10_000;
/** Notes of an anchor read at a time: storage answers each after tens of milliseconds. */
const READS_MAX = 16;

/** A root that the tree must have at a size, and who says so. */
export interface ExpectedRoot {
	readonly size: number;
	readonly root: string;
	/** `database`, or the name of an anchor. */
	readonly source: string;
}

/** What a signed note says, or why it cannot be believed. */
async function readSigned(
	note: string,
	size: number,
	keys: readonly VerifierKey[],
): Promise<{ readonly root: string } | { readonly why: string }> {
	try {
		const parsed = parseNote(note);
		const checkpoint = parseCheckpoint(parsed.text);
		if (checkpoint.size !== size) return { why: `is over ${checkpoint.size} events` };
		const opened = await openNote(nodePrimitives, parsed, keys);
		if (opened.failed.length > 0) return { why: 'has a signature that does not hold' };
		if (keys.length > 0 && opened.held.length === 0) return { why: 'is signed by no known key' };
		return { root: toHex(checkpoint.root) };
	} catch (error) {
		if (error instanceof NoteRejected) return { why: 'is no checkpoint' };
		throw error;
	}
}

async function ofDatabase(checkpoint: StoredCheckpoint, keys: readonly VerifierKey[], found: FoundThings): Promise<ExpectedRoot[]> {
	const { size, root, note } = checkpoint;
	const said = await readSigned(note, size, keys);
	const say = (words: string, expected: string | null, seen: string | null) =>
		found.add({ kind: 'checkpoint_mismatch', eventId: '', seq: size, lastSeq: size, expected, found: seen, words });
	if ('why' in said) {
		say(`checkpoint of the database ${said.why}`, null, null);
		return [];
	}
	if (said.root !== root.toString('hex')) say('checkpoint of the database against its row', said.root, root.toString('hex'));
	return [{ size, root: said.root, source: 'database' }];
}

/** Sizes of the notes of a zone within `[first, last]`, a page at a time. */
async function sizesWithin(reads: AnchorReads, folder: string, first: number, last: number): Promise<number[]> {
	const held: number[] = [];
	for (let next = first; next <= last; ) {
		const page = await reads.sizes(folder, next, NOTES_MAX);
		for (const size of page) if (size <= last) held.push(size);
		next = (page.at(-1) ?? last) + 1;
	}
	return held;
}

/** The notes of these sizes, in their order; null where there is none. */
async function notesOf(reads: AnchorReads, folder: string, sizes: readonly number[]): Promise<(string | null)[]> {
	const notes: (string | null)[] = [];
	for (let at = 0; at < sizes.length; at += READS_MAX)
		notes.push(...(await Promise.all(sizes.slice(at, at + READS_MAX).map((size) => reads.read(folder, size)))));
	return notes;
}

/**
 * The roots a zone's tree must have at sizes `[first, last]`: those of checkpoints in the database and at anchors. What is wrong
 * with these themselves (signatures, notes that are missing or differ) is found here; whether the events agree is not.
 * @param delivered how far each anchor was brought
 */
export async function expectedRoots(
	pg: () => Statements,
	zone: { readonly zoneNo: number; readonly zoneId: string },
	first: number,
	last: number,
	anchors: readonly { readonly anchor: Anchor; readonly delivered: number }[],
	keys: readonly VerifierKey[],
	found: FoundThings,
): Promise<ExpectedRoot[]> {
	const folder = segmentOf(zone.zoneId);
	// anchors before the database: what is signed and delivered meanwhile is then in both
	const listed: { readonly anchor: Anchor; readonly reads: AnchorReads; readonly delivered: number; readonly held: readonly number[] }[] =
		[];
	for (const { anchor, delivered } of anchors)
		if (anchor.reads !== null)
			listed.push({ anchor, reads: anchor.reads, delivered, held: await sizesWithin(anchor.reads, folder, first, last) });
	const stored = await checkpointsWithin(pg(), zone.zoneNo, first, last);
	const roots = (await Promise.all(stored.map((checkpoint) => ofDatabase(checkpoint, keys, found)))).flat();
	const bySize = new Map(stored.map((checkpoint) => [checkpoint.size, checkpoint.note]));
	for (const { anchor, reads, delivered, held } of listed) {
		const heldSizes = new Set(held);
		for (const { size } of stored)
			if (size <= delivered && !heldSizes.has(size))
				found.add({
					kind: 'anchor_missing',
					eventId: '',
					seq: size,
					lastSeq: size,
					expected: null,
					found: null,
					words: `checkpoint at anchor ${anchor.name}`,
				});
		const notes = await notesOf(reads, folder, held);
		for (const [i, size] of held.entries()) {
			const note = notes[i] ?? null;
			const own = bySize.get(size);
			if (note === null || note === own) continue;
			const said = await readSigned(note, size, keys);
			const place = { eventId: '', seq: size, lastSeq: size };
			if ('why' in said) {
				found.add({ ...place, kind: 'anchor_disagrees', expected: null, found: null, words: `note at anchor ${anchor.name} ${said.why}` });
				continue;
			}
			roots.push({ size, root: said.root, source: anchor.name });
			if (own === undefined)
				found.add({
					...place,
					kind: 'checkpoint_mismatch',
					expected: said.root,
					found: null,
					words: `checkpoint of anchor ${anchor.name} is not in the database`,
				});
			else
				found.add({
					...place,
					kind: 'anchor_disagrees',
					expected: said.root,
					found: null,
					words: `checkpoint at anchor ${anchor.name} against the database`,
				});
		}
	}
	return roots.sort((a, b) => a.size - b.size);
}

/** The largest size any readable anchor holds of a zone above `from`, and which; null when none does. */
export async function anchoredBeyond(
	anchors: readonly Anchor[],
	zoneId: string,
	from: number,
): Promise<{ readonly size: number; readonly anchor: string } | null> {
	let largest: { size: number; anchor: string } | null = null;
	for (const anchor of anchors) {
		let next = from + 1;
		for (;;) {
			const sizes = (await anchor.reads?.sizes(segmentOf(zoneId), next, NOTES_MAX)) ?? [];
			const last = sizes.at(-1);
			if (last === undefined) break;
			if (largest === null || last > largest.size) largest = { size: last, anchor: anchor.name };
			next = last + 1;
		}
	}
	return largest;
}

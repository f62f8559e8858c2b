import { FINDING_KINDS, FINDING_WORDS, type FindingKind } from './finding';

/** What to do about a kind of finding, step by step. */
export interface Play {
	readonly kind: string;
	readonly means: string;
	/** Before anything else: what must not be lost. */
	readonly first: string;
	readonly steps: readonly string[];
	/** When it may be resolved, and what its note should say. */
	readonly settled: string;
}

const KEEP = 'Change nothing in the database: take a copy of it and of the anchors, and write down when you did.';
const WHO = 'Find out who could write to the database at the time: its owner, its backups, its replicas.';
const STILL = 'Nothing has to be kept: the ledger itself is not in question.';

const PLAYS: Readonly<Record<FindingKind, Omit<Play, 'kind' | 'means'>>> = {
	content_mismatch: {
		first: KEEP,
		steps: [
			'Open the finding: it shows the row beside what its producer signed. What was signed counts.',
			'Start a deep verification of the zone, to learn whether other events were changed too.',
			WHO,
		],
		settled: 'When the row says again what was signed, or the change is explained. The note names who found out what.',
	},
	hmac_mismatch: {
		first: KEEP,
		steps: [
			'Compare AUDIT_HMAC_KEY of the worker with the one the ledger was written with: after a change of keys every older event shows this.',
			'With the right key it stays: the link was written by somebody without the key. Look at the events around it.',
			WHO,
		],
		settled: 'When the right key is back, or the events are known to have been written before there was one.',
	},
	chain_break: {
		first: KEEP,
		steps: [
			'Look at the two events on either side: the one whose content hash is not the leaf of the signed tree was changed.',
			'Compare both with their sealed bytes.',
			WHO,
		],
		settled: 'When the chain is whole again, or it is known what was exchanged.',
	},
	sequence_gap: {
		first: KEEP,
		steps: [
			'Their number and place are known: restore these rows, and only them, from a backup taken before.',
			'Without a backup, look whether the entries are still on the streams of Redis; they are taken again when their receipts are gone.',
			'Until then no further checkpoint is signed for the zone.',
			WHO,
		],
		settled: 'When a verification finds the places taken again. What cannot be restored is named in the note, with its places.',
	},
	sequence_repeat: {
		first: KEEP,
		steps: ['The event whose content hash is the leaf of the signed tree is the real one; the other was put in.', WHO],
		settled: 'When one of the two is out of the ledger and kept elsewhere as evidence.',
	},
	tail_truncated: {
		first: 'Stop the worker before it appends to a ledger that was cut: what it writes would take the places of what is missing.',
		steps: [
			KEEP,
			'Find out whether the database was set back to a backup: then the newest checkpoint of an anchor tells how far it had come.',
			'Restore the missing events from the newest copy that has them.',
			WHO,
		],
		settled: 'When a verification reaches at least the place that was known before.',
	},
	zone_missing: {
		first: KEEP,
		steps: [
			'The anchors tell how many events the zone had; every note of theirs is signed.',
			'Restore the zone, with its head, its segments and its tree, from a backup.',
			WHO,
		],
		settled: 'When the zone is there again and verified. If it was deleted on purpose, the note says by whose order.',
	},
	head_mismatch: {
		first: 'Stop the worker: new events would be chained to a head that says something else than the last event.',
		steps: ['Compare head and last event with the signed tree: one of the two agrees with it.', WHO],
		settled: 'When head and last event agree.',
	},
	segment_missing: {
		first: 'Restore the segment from a backup while there is one: without it nobody can show what was signed.',
		steps: ['The row itself is still bound by its content hash, its link and the signed tree.', WHO],
		settled: 'When the segment is back. Else the note says that the signed bytes of these events are lost.',
	},
	signature_mismatch: {
		first: KEEP,
		steps: [
			'Compare the key of the stream with the one producers had at the time: after a change of keys every older event shows this.',
			'With the right key it stays: sealed bytes or signature were replaced. The content hash in the signed tree tells what was taken in.',
			WHO,
		],
		settled: 'When the right key explains it, or the segment is restored.',
	},
	checkpoint_mismatch: {
		first: KEEP,
		steps: [
			'Compare the checkpoints of all anchors: they were signed at the time, and one that agrees with the events clears these.',
			'Start a deep verification: the sealed bytes tell which event was changed.',
			'If only the database differs from the anchors, its checkpoint was replaced or deleted.',
			WHO,
		],
		settled: 'When events and every anchor agree, or it is known which of them was changed.',
	},
	projection_mismatch: {
		first: 'Do not trust searches over these days until it is mended; the ledger itself is not in question.',
		steps: ['Make the search index anew: npm run rebuild.', 'If it comes back, somebody writes to the search index: find out who.'],
		settled: 'When a verification after the rebuild finds it no more.',
	},
	anchor_missing: {
		first: 'Leave the anchor as it is.',
		steps: ['Find out who can delete there, and take that right away: object lock, another account, another machine.'],
		settled: 'When it is known how the note was lost. The checkpoint in the database is signed all the same.',
	},
	anchor_lagging: {
		first: STILL,
		steps: ['See the last error of the anchor: its disk, its address, its token.', 'Deliveries go on where they stood.'],
		settled: 'When the anchor holds the newest checkpoint.',
	},
	anchor_disagrees: {
		first: KEEP,
		steps: [
			'Two notes of one size cannot both be true. Trust the one that the key you hold signed and the events agree with.',
			'If both are signed by the key, whoever holds the key signed two histories: treat it as stolen, and rotate it.',
		],
		settled: 'When it is known which of the two was replaced, and by whom.',
	},
};

/** What sweeps do not find, but ingest and the watch over revocations do. */
const OTHERS: readonly Play[] = [
	{
		kind: 'content_mismatch_on_replay',
		means: 'An entry came again with the same ID and other content; it was not taken.',
		first: STILL,
		steps: ['Its dead letter holds what came. Compare it with the event of the same ID.', 'Find out which producer sent it.'],
		settled: 'When it is known whether a producer errs or somebody tried to replace evidence.',
	},
	{
		kind: 'use_after_revocation',
		means: 'Something was allowed under authority that had been revoked before.',
		first: STILL,
		steps: ['Open the revocation: it lists the uses, and which consumers have not heard.'],
		settled: 'When it is known why the revocation did not hold.',
	},
];

/** Every kind of finding, in the order they are told. */
export const PLAYBOOK: readonly Play[] = [
	...FINDING_KINDS.map((kind) => ({ kind, means: FINDING_WORDS[kind].means, ...PLAYS[kind] })),
	...OTHERS,
];

/** The playbook as a document. */
export function playbookMarkdown(): string {
	const plays = PLAYBOOK.map(
		({ kind, means, first, steps, settled }) =>
			`## ${kind}\n\n${means}\n\n**First.** ${first}\n\n${steps.map((step, i) => `${i + 1}. ${step}`).join('\n')}\n\n**Settled** ${settled[0]?.toLowerCase()}${settled.slice(1)}\n`,
	);
	return `# Findings and what to do about them\n\nThe console shows the same under \`/integrity/playbook\`. What each check proves is in [threat-model.md](threat-model.md).\n\n${plays.join('\n')}`;
}

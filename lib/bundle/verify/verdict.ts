import type { BundleCounts, BundleManifest } from '../form';

/** `proven`: every check that the headline rests on holds; `disproven`: one fails; `cannot_tell`: neither. */
export type Outcome = 'proven' | 'disproven' | 'cannot_tell';

/** What is checked, in the order in which a failure counts. */
export const CHECKS = [
	'form',
	'content',
	'links',
	'tree',
	'signatures',
	'coverage',
	'reading',
	'signed_bytes',
	'digest',
	'counts',
	'seal',
] as const;
export type CheckName = (typeof CHECKS)[number];

export interface BundleCheck {
	readonly name: CheckName;
	/** `not_made`: there was nothing to check it on, or no means; the words say which. */
	readonly state: 'holds' | 'fails' | 'unknown' | 'not_made';
	/** How many were checked, and how many of them failed. */
	readonly checked: number;
	readonly failed: number;
	readonly words: string;
}

/** The first thing in the file that fails or cannot be told. */
export interface Finding {
	readonly check: CheckName;
	/** Line of the file, from 1; 0 for the file as a whole. */
	readonly line: number;
	readonly zoneId: string | null;
	readonly seq: number | null;
	readonly words: string;
}

/** Where the key that a signature holds under came from. */
export type KeySource = 'supplied' | 'bundle';

export interface Signatory {
	readonly name: string;
	/** Eight hex digits, as in the verifier key line. */
	readonly keyId: string;
	/** SHA-256 of the public key in hex. */
	readonly fingerprint: string;
	readonly source: KeySource;
	/** When a witness saw the checkpoint, in seconds since 1970; null for the log's signature. */
	readonly seconds: number | null;
}

export interface ZoneVerdict {
	readonly zoneId: string;
	readonly origin: string;
	readonly events: number;
	/** Places of the first and last event in the bundle; null without events. */
	readonly firstSeq: number | null;
	readonly lastSeq: number | null;
	/** Whether every event from the first to the last is there. */
	readonly isContiguous: boolean;
	readonly checkpoints: number;
	/** Size of the largest checkpoint that the headline rests on; null when there is none. */
	readonly provenSize: number | null;
	readonly signatories: readonly Signatory[];
}

export interface Verdict {
	readonly outcome: Outcome;
	/** One sentence: what was proven, and on what trust. */
	readonly headline: string;
	readonly firstFinding: Finding | null;
	readonly checks: readonly BundleCheck[];
	readonly zones: readonly ZoneVerdict[];
	/** What no check can show, in sentences. */
	readonly notProven: readonly string[];
	readonly counts: BundleCounts;
	/** The exporter's word, sealed or not; null when it could not be read. */
	readonly manifest: BundleManifest | null;
	/** Who vouches for the manifest and the statements. */
	readonly sealedBy: readonly Signatory[];
}

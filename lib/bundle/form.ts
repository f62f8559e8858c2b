/** The format's name and the version this code writes and reads. */
export const BUNDLE_FORMAT = 'caracal-evidence';
export const BUNDLE_VERSION = 1;
export const BUNDLE_MEDIA_TYPE = 'application/x-ndjson';
export const BUNDLE_FILE_SUFFIX = '.caracal-evidence.ndjson';
/** First line of the text that a seal signs. */
export const SEAL_HEADER = 'caracal-evidence/v1';

/** Longest line read or written: an event of the largest size accepted, its text escaped, with its signed bytes. */
export const LINE_BYTES_MAX = 128 * 1024 * 1024;
export const ZONES_MAX = 100_000;
export const KEYS_MAX = 1000;

/** Kinds of values in the lines that are not events. */
export type FieldKind = 'text' | 'text?' | 'count' | 'count?';

/** The fields of each statement line, in the order in which they stand; `?` may be null. Times are RFC 3339 in UTC. */
export const STATEMENT_FIELDS = {
	/** A finding or an alert of the period. */
	alert: {
		zone_id: 'text',
		id: 'text',
		kind: 'text',
		event_id: 'text?',
		detail: 'text?',
		observed_at: 'text',
		resolved_at: 'text?',
		resolution: 'text?',
	},
	/** A verification pass that touched the period. */
	sweep: {
		zone_id: 'text',
		id: 'text',
		kind: 'text',
		started_at: 'text',
		ended_at: 'text?',
		from_seq: 'count?',
		to_seq: 'count?',
		events: 'count',
		findings: 'count',
		outcome: 'text',
	},
	/** A policy version that events in the bundle name. */
	policy: {
		zone_id: 'text',
		policy_set_id: 'text?',
		policy_set_version_id: 'text?',
		manifest_sha: 'text?',
		events: 'count',
	},
	/** Why evidence of the period may be incomplete. */
	missing: {
		zone_id: 'text?',
		kind: 'text',
		from: 'text?',
		to: 'text?',
		count: 'count?',
		detail: 'text',
	},
} as const satisfies Readonly<Record<string, Readonly<Record<string, FieldKind>>>>;

type ValueOf<K> = K extends 'text' ? string : K extends 'text?' ? string | null : K extends 'count' ? number : number | null;
export type StatementType = keyof typeof STATEMENT_FIELDS;
export type StatementOf<T extends StatementType> = { readonly type: T } & {
	readonly [F in keyof (typeof STATEMENT_FIELDS)[T]]: ValueOf<(typeof STATEMENT_FIELDS)[T][F]>;
};
export type Statement = { [T in StatementType]: StatementOf<T> }[StatementType];
export const STATEMENT_TYPES: readonly StatementType[] = ['alert', 'sweep', 'policy', 'missing'];

/** Number of lines of each type, as the trailer states them, in its order. */
export interface BundleCounts {
	zones: number;
	events: number;
	omitted: number;
	checkpoints: number;
	alert: number;
	sweep: number;
	policy: number;
	missing: number;
}

export function noCounts(): BundleCounts {
	return { zones: 0, events: 0, omitted: 0, checkpoints: 0, alert: 0, sweep: 0, policy: 0, missing: 0 };
}

/** What was asked for and by whom; the first line. All of it is the exporter's word. */
export interface BundleManifest {
	/** Program and version that wrote the bundle. */
	readonly producer: string;
	readonly exportedAt: string;
	readonly exportedBy: string;
	/** `request`, `search`, `revocation`, `incident` or `range`, and what it was. */
	readonly subject: { readonly kind: string; readonly text: string };
	/** The query that chose the events, in the search language; empty for all. */
	readonly filter: string;
	/** The period, from inclusive, to exclusive; null when it has no bound. */
	readonly from: string | null;
	readonly to: string | null;
	/** Verifier keys of the log and its witnesses, to be compared with ones got elsewhere. */
	readonly keys: readonly string[];
}

/** The text a seal signs: the digest of every byte before the trailer, which the trailer states too. */
export function sealText(sha256Hex: string): string {
	return `${SEAL_HEADER}\nsha256 ${sha256Hex}\n`;
}

/** A bundle that is not in its form, is cut off, or passes a bound. */
export class BundleRejected extends Error {
	override readonly name = 'BundleRejected';
}

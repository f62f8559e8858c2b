/** What a reason is about: it steers which difference between two requests is likely to matter. */
export type ReasonAbout =
	| 'nothing'
	| 'token'
	| 'session'
	| 'delegation'
	| 'resource'
	| 'scopes'
	| 'operation'
	| 'rate'
	| 'credential'
	| 'approval'
	| 'policy'
	| 'upstream'
	| 'control';

/** Where on the wire a code stands. */
export type ReasonFamily = 'status' | 'diagnostic' | 'gateway-error' | 'control' | 'authority';

/** One code of the wire reference, explained. */
export interface Reason {
	readonly code: string;
	readonly family: ReasonFamily;
	readonly about: ReasonAbout;
	/** A few words, for a chip or a heading. */
	readonly label: string;
	/** Completes "<who> wanted <what>; ...": a clause in lower case. */
	readonly words: string;
	/** One or two sentences. */
	readonly meaning: string;
	/** What to do now, as one or two sentences in the imperative. Empty: nothing has to be done. */
	readonly next: string;
}

/** A row of the table: the code is the key. */
export type ReasonRow = readonly [about: ReasonAbout, label: string, words: string, meaning: string, next: string];

/** The rows of one family as reasons. */
export function reasonsOf(family: ReasonFamily, rows: Readonly<Record<string, ReasonRow>>): Reason[] {
	return Object.entries(rows).map(([code, [about, label, words, meaning, next]]) => ({ code, family, about, label, words, meaning, next }));
}

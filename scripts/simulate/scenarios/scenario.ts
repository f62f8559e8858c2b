import type { Entry } from '../entry';
import type { SigningKeys } from '../signing';

/** What a scenario is given to play with. */
export interface Stage {
	readonly seed: string;
	readonly keys: SigningKeys;
	/** Time of the first thing that happens. */
	readonly startMs: number;
	/** Play in this zone instead of the scenario's own. */
	readonly zone: string | null;
	/** Entries of the scenarios that have no number of their own; Infinity is for ever. */
	readonly entriesMax: number;
	/** Entries per second in the scenario's own time, where it has no plan of its own. */
	readonly perSecond: number;
	/** Spread over this span with the shape of a day; 0 is not. */
	readonly historyMs: number;
}

/** What a scenario has to tell, and where to look. */
export interface Story {
	readonly zone: string;
	/** What happened, in order, one sentence each. */
	readonly sentences: readonly string[];
	/** Path of the console where the story starts. */
	readonly path: string;
	/** The ids the sentences speak of. */
	readonly ids: { readonly [name: string]: string | readonly string[] };
}

export interface Played {
	/** In the order they reach their streams. */
	readonly entries: Iterable<Entry>;
	/** Whole once the entries have been taken. */
	story(): Story;
}

export interface Scenario {
	/** How long it lasts from its first to its last entry, so that it can be made to end now. */
	spanMs(stage: Omit<Stage, 'startMs'>): number;
	play(stage: Stage): Played;
	/** Consumer groups to leave behind. */
	readonly groups?: readonly ConsumerGroup[];
}

/** A consumer group that other programs of Caracal would have, and how far it has come. */
export interface ConsumerGroup {
	readonly stream: string;
	readonly group: string;
	readonly consumer: string;
	/** `quick` acknowledges all it reads; `slow` reads and acknowledges nothing of the last entries. */
	readonly pace: 'quick' | 'slow';
}

/** A path of the console for a request. */
export function requestPath(zone: string, requestId: string): string {
	return `/requests/${encodeURIComponent(requestId)}?zone=${encodeURIComponent(zone)}`;
}

import { requestHref } from '../../../lib/url/request';
import { DEFAULT_SEARCH, formatSearch } from '../../../lib/url/search';
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
	/** Entries of a scenario without a number of its own; null is the scenario's default, Infinity is for ever. */
	readonly entriesMax: number | null;
	/** Entries per second in the scenario's own time; null where the scenario chooses. */
	readonly perSecond: number | null;
	/** Without an end and a rate, time is the clock's: then no two runs are alike. Null otherwise. */
	readonly clock: (() => number) | null;
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
	/**
	 * From when on, after the start, the order of stream times carries the story. Where the streams already hold later
	 * entries, so that the past cannot be written any more, what follows this moment is played in real time.
	 */
	readonly liveFromMs?: number;
	play(stage: Stage): Played;
	/** Consumers of the streams that the story needs beside the worker. */
	readonly crew?: readonly CrewMember[];
}

/** A consumer group that other programs of Caracal would have. */
export interface CrewMember {
	readonly stream: string;
	readonly group: string;
	readonly consumer: string;
	/** How long after reading it acknowledges; null reads and never does. */
	readonly ackAfterMs: number | null;
}

/** A path of the console that shows a request of a zone. */
export function requestPath(zone: string, requestId: string): string {
	return requestHref(requestId, { zone });
}

/** A path of the console that shows a zone, whenever its events occurred. */
export function zonePath(zone: string): string {
	return `/search?${formatSearch({ ...DEFAULT_SEARCH, zones: [zone], range: { kind: 'all' } })}`;
}

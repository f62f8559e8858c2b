import type { Entry } from './entry';
import type { SigningKeys } from './signing';
import { steadyEntries } from './steady/steady';
import { evenTimeline } from './timeline';
import { STEADY_ZONES, zoneOf } from './world/zones';

export interface DemoMixOptions {
	/** Zone ids; default the five of everyday traffic. */
	readonly zones?: readonly string[];
	/** Time of the first event, milliseconds since the epoch. */
	readonly startMs: number;
	readonly keys: SigningKeys;
	/** Default: endless. */
	readonly entriesMax?: number;
	/** How dense the events lie in their own time, per second; default 200. */
	readonly perSecond?: number;
}

/** The mix of everyday traffic as an endless event factory for tests and benchmarks: same seed and options, same bytes. */
export function demoMix(seed: string | number, options: DemoMixOptions): Generator<Entry> {
	return steadyEntries({
		seed: String(seed),
		zones: options.zones?.map(zoneOf) ?? STEADY_ZONES,
		keys: options.keys,
		startMs: options.startMs,
		perSecond: options.perSecond ?? 200,
		timeline: evenTimeline(options.startMs, options.perSecond ?? 200),
		entriesMax: options.entriesMax ?? Number.POSITIVE_INFINITY,
	});
}

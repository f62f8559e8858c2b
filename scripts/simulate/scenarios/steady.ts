import { Rng } from '../rng';
import { steadyEntries } from '../steady/steady';
import { dailyTimeline, evenTimeline } from '../timeline';
import { STEADY_ZONES, zoneOf } from '../world/zones';
import type { Scenario } from './scenario';

/** Everyday traffic of several zones. */
export const steady: Scenario = {
	spanMs: ({ historyMs, entriesMax, perSecond }) => {
		if (historyMs > 0) return historyMs;
		return Number.isFinite(entriesMax) ? (entriesMax / perSecond) * 1000 : 0;
	},
	play: (stage) => {
		const { seed, keys, startMs, entriesMax } = stage;
		const zones = stage.zone === null ? STEADY_ZONES : [zoneOf(stage.zone)];
		const timeline =
			stage.historyMs > 0
				? dailyTimeline(new Rng(`${seed}/day`), startMs, startMs + stage.historyMs, entriesMax)
				: evenTimeline(startMs, stage.perSecond);
		const zone = zones[0]?.id ?? '';
		return {
			entries: steadyEntries({ seed, zones, keys, startMs, timeline, entriesMax }),
			story: () => ({
				zone,
				sentences: [`Everyday traffic in ${zones.map(({ id }) => id).join(', ')}.`],
				path: `/search?zone=${encodeURIComponent(zone)}`,
				ids: {},
			}),
		};
	},
};

import { Rng } from '../rng';
import { FLOW_MS_MAX, steadyEntries } from '../steady/steady';
import { dailyTimeline, evenTimeline, type Timeline, wavyTimeline } from '../timeline';
import { STEADY_ZONES, zoneOf } from '../world/zones';
import { type Scenario, type Stage, zonePath } from './scenario';

const ENTRIES_DEFAULT = 20_000;
const PER_SECOND_DEFAULT = 200;

function density(stage: Omit<Stage, 'startMs'>): { entriesMax: number; perSecond: number } {
	const entriesMax = stage.entriesMax ?? ENTRIES_DEFAULT;
	if (stage.historyMs > 0) return { entriesMax, perSecond: (entriesMax * 1000) / stage.historyMs };
	return { entriesMax, perSecond: stage.perSecond ?? PER_SECOND_DEFAULT };
}

function timelineOf({ seed, startMs, historyMs, clock, perSecond }: Stage, entriesMax: number, density: number): Timeline {
	if (historyMs > 0) return dailyTimeline(new Rng(`${seed}/day`), startMs, startMs + historyMs, entriesMax);
	if (clock !== null) {
		let lastMs = startMs;
		return () => {
			lastMs = Math.max(lastMs, clock());
			return lastMs;
		};
	}
	return (perSecond === null ? evenTimeline : wavyTimeline)(startMs, density);
}

/** Everyday traffic of several zones. */
export const steady: Scenario = {
	spanMs: (stage) => {
		const { entriesMax, perSecond } = density(stage);
		return Number.isFinite(entriesMax) ? FLOW_MS_MAX + (entriesMax / perSecond) * 1000 : 0;
	},
	play: (stage) => {
		const { seed, keys, startMs } = stage;
		const { entriesMax, perSecond } = density(stage);
		const zones = stage.zone === null ? STEADY_ZONES : [zoneOf(stage.zone)];
		const timeline = timelineOf(stage, entriesMax, perSecond);
		const zone = zones[0]?.id ?? '';
		return {
			entries: steadyEntries({ seed, zones, keys, startMs, timeline, perSecond, entriesMax }),
			story: () => ({
				zone,
				sentences: [`Everyday traffic in ${zones.map(({ id }) => id).join(', ')}.`],
				path: zonePath(zone),
				ids: {},
			}),
		};
	},
};

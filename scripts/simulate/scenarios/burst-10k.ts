import { FLOW_MS_MAX, steadyEntries } from '../steady/steady';
import { zoneOf } from '../world/zones';
import { type Scenario, zonePath } from './scenario';

const ENTRIES_DEFAULT = 10_000;
const PER_SECOND = 2000;

/** Ten thousand entries within five seconds, in one zone: everything that everyday traffic has, at once. */
export const burst10k: Scenario = {
	spanMs: ({ entriesMax }) => FLOW_MS_MAX + ((entriesMax ?? ENTRIES_DEFAULT) / PER_SECOND) * 1000,
	play: ({ seed, keys, startMs, zone, entriesMax }) => {
		const place = zoneOf(zone ?? 'demo-burst');
		const total = Number.isFinite(entriesMax) ? (entriesMax ?? ENTRIES_DEFAULT) : ENTRIES_DEFAULT;
		const timeline = (entries: number) => startMs + (entries / PER_SECOND) * 1000;
		return {
			entries: steadyEntries({
				seed: `${seed}/burst`,
				zones: [place],
				keys,
				startMs,
				timeline,
				perSecond: PER_SECOND,
				entriesMax: total,
			}),
			story: () => ({
				zone: place.id,
				sentences: [`${total} entries reach the streams within ${total / PER_SECOND} s.`],
				path: zonePath(place.id),
				ids: {},
			}),
		};
	},
};

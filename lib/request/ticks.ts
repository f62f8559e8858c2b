import { formatMillis } from '../events/amounts';

/** A mark of an axis. */
export interface Tick {
	/** Microseconds after the start. */
	readonly atMicros: number;
	readonly label: string;
}

const SECOND = 1_000_000;
/** Steps that people count in, above a second. */
const STEPS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];

function stepMicros(spanMicros: number, ticksMax: number): number {
	const least = spanMicros / ticksMax;
	if (least >= SECOND) {
		const known = STEPS_SECONDS.find((step) => step * SECOND >= least);
		if (known !== undefined) return known * SECOND;
	}
	const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
	return Math.max(1, [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least);
}

/** Marks at even distances from one offset to another, both in microseconds after the start; at most `ticksMax` and one. */
export function ticksOf(fromMicros: number, toMicros: number, ticksMax: number): Tick[] {
	const step = stepMicros(toMicros - fromMicros, Math.max(1, ticksMax));
	const ticks: Tick[] = [];
	for (let at = Math.ceil(fromMicros / step) * step; at <= toMicros && ticks.length <= ticksMax; at += step)
		ticks.push({ atMicros: at, label: at === 0 ? '0' : formatMillis(at / 1000) });
	return ticks;
}

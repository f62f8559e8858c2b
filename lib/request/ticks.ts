import { formatMillis } from '../events/amounts';

/** A mark of an axis. */
export interface Tick {
	/** Microseconds after the start. */
	readonly atMicros: number;
	readonly label: string;
}

const NBSP = '\u00a0';
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

/** An offset as its axis writes it: as fine as its step, so that no two marks are called the same. */
function label(atMicros: number, step: number): string {
	if (atMicros === 0) return '0';
	const size = Math.abs(atMicros);
	const sign = atMicros < 0 ? '−' : '';
	if (step < 1000) return size < 1000 ? `${sign}${size}${NBSP}µs` : `${sign}${Number((size / 1000).toFixed(3))}${NBSP}ms`;
	if (size < 60 * SECOND) return size < SECOND ? `${sign}${size / 1000}${NBSP}ms` : `${sign}${Number((size / SECOND).toFixed(3))}${NBSP}s`;
	if (step >= 60 * SECOND) return formatMillis(atMicros / 1000);
	const minutes = Math.floor(size / (60 * SECOND));
	const rest = Number(((size % (60 * SECOND)) / SECOND).toFixed(3));
	return `${sign}${minutes}${NBSP}min${rest === 0 ? '' : `${NBSP}${rest}${NBSP}s`}`;
}

/** Marks at even distances from one offset to another, both in microseconds after the start; at most `ticksMax` and one. */
export function ticksOf(fromMicros: number, toMicros: number, ticksMax: number): Tick[] {
	const step = stepMicros(toMicros - fromMicros, Math.max(1, ticksMax));
	const ticks: Tick[] = [];
	for (let at = Math.ceil(fromMicros / step) * step; at <= toMicros && ticks.length <= ticksMax; at += step)
		ticks.push({ atMicros: at, label: label(at, step) });
	return ticks;
}

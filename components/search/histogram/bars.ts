import type { Histogram } from '@/lib/api/search';
import { type Meaning, meaningOf } from '@/lib/events/vocabulary';
import { clockParts } from '@/lib/time-words';
import { formatInstant } from '@/lib/url/range';

/** One bar, whether or not anything is in it. */
export interface Bar {
	/** Epoch milliseconds, where the bar begins and ends; first and last are cut by the window. */
	readonly fromMs: number;
	readonly toMs: number;
	readonly total: number;
	readonly decisions: Readonly<Record<string, number>>;
}

/** More bars than any answer has; a wrong answer shall not hang the page. */
const BARS_MAX = 2_000;

/** Every bar of the window in order, empty ones included. */
export function barsOf(histogram: Histogram): Bar[] {
	if (histogram.from === null || histogram.to === null || histogram.stepMs <= 0) return [];
	const [fromMs, toMs, step] = [Date.parse(histogram.from), Date.parse(histogram.to), histogram.stepMs];
	const known = new Map(histogram.bars.map((bar) => [Math.floor(Date.parse(bar.at) / step), bar.decisions]));
	const bars: Bar[] = [];
	for (let n = Math.floor(fromMs / step); n * step < toMs && bars.length < BARS_MAX; n++) {
		const decisions = known.get(n) ?? {};
		const total = Object.values(decisions).reduce((sum, events) => sum + events, 0);
		bars.push({ fromMs: Math.max(n * step, fromMs), toMs: Math.min((n + 1) * step, toMs), total, decisions });
	}
	return bars;
}

/** Several bars as one, from one place to another, both included; undefined when there is none. */
export function sumOf(bars: readonly Bar[], from: number, to: number): Bar | undefined {
	const taken = bars.slice(from, to + 1);
	const [first, last] = [taken[0], taken.at(-1)];
	if (first === undefined || last === undefined) return undefined;
	const decisions: Record<string, number> = {};
	for (const bar of taken)
		for (const [decision, events] of Object.entries(bar.decisions)) decisions[decision] = (decisions[decision] ?? 0) + events;
	return { fromMs: first.fromMs, toMs: last.toMs, total: taken.reduce((sum, bar) => sum + bar.total, 0), decisions };
}

const ORDER: readonly Meaning[] = ['allow', 'none', 'held', 'unknown', 'deny'];

/** The decisions that occur, as they are stacked: from the ground up, what is denied on top, where it is seen. */
export function stackedDecisions(bars: readonly Bar[]): string[] {
	const all = [...new Set(bars.flatMap((bar) => Object.keys(bar.decisions)))];
	return all.sort((a, b) => ORDER.indexOf(meaningOf(a)) - ORDER.indexOf(meaningOf(b)) || (a < b ? -1 : 1));
}

/** The largest of 1, 2 or 5 times a power of ten that is at most the height of the plot: where the grid line is. */
export function gridValue(max: number): number {
	if (max < 1) return 0;
	const power = 10 ** Math.floor(Math.log10(max));
	return power * ([5, 2].find((factor) => factor * power <= max) ?? 1);
}

const UNITS: readonly (readonly [string, number])[] = [
	['d', 86_400_000],
	['h', 3_600_000],
	['min', 60_000],
	['s', 1_000],
	['ms', 1],
];

/** `5 min`, `h`, `2 d`: a length as it is said behind "per". */
export function stepWords(stepMs: number): string {
	const [unit, ms] = UNITS.find(([, length]) => stepMs >= length && stepMs % length === 0) ?? ['ms', 1];
	return stepMs === ms ? unit : `${(stepMs / ms).toLocaleString('en')}\u00a0${unit}`;
}

/** Epoch milliseconds as the API writes instants. */
export function instantOfMs(ms: number): string {
	return formatInstant(BigInt(Math.round(ms)) * 1000n).replace(
		/(\.\d+)?Z$/,
		(fraction) => `.${(fraction.slice(1, -1) || '').padEnd(6, '0')}Z`,
	);
}

const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const TICK_STEPS = [
	...[1, 5, 15, 30, 60, 300, 600, 900, 1800].map((seconds) => seconds * SECOND),
	...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
	...[1, 2, 5, 7, 14, 30, 90, 365].map((days) => days * DAY),
];

export interface Tick {
	/** Where it stands between the start (0) and the end (1) of the plot. */
	readonly at: number;
	readonly text: string;
}

/** Round instants of the window in a time zone, at most so many. */
export function ticksOf(fromMs: number, toMs: number, timeZone: string, ticksMax: number): Tick[] {
	const length = toMs - fromMs;
	if (length <= 0 || ticksMax < 1) return [];
	const step = TICK_STEPS.find((each) => length / each <= ticksMax) ?? length;
	// round on the wall clock of the zone as it is at the start; a change of the clocks within shifts a tick, never its words
	const { date, clock } = clockParts(instantOfMs(fromMs), timeZone);
	const offset = Math.round((Date.parse(`${date}T${clock.slice(0, 8)}Z`) - fromMs) / SECOND) * SECOND;
	const ticks: Tick[] = [];
	for (let at = Math.ceil((fromMs + offset) / step) * step - offset; at < toMs; at += step) {
		const { date, clock } = clockParts(instantOfMs(at), timeZone);
		const text = step >= DAY || clock.startsWith('00:00:00') ? date.slice(5) : clock.slice(0, step < 60 * SECOND ? 8 : 5);
		ticks.push({ at: (at - fromMs) / length, text });
	}
	return ticks;
}

/** `2026-11-21 02:05:00 to 02:10:00`: a window for people; the second date only when it is another. */
export function spanWords(fromMs: number, toMs: number, timeZone: string): string {
	const [from, to] = [clockParts(instantOfMs(fromMs), timeZone), clockParts(instantOfMs(toMs), timeZone)];
	const digits = toMs - fromMs < 10_000 ? 12 : 8;
	return `${from.date} ${from.clock.slice(0, digits)} to ${to.date === from.date ? '' : `${to.date} `}${to.clock.slice(0, digits)}`;
}

/** `1,204 events, 1,000 allow, 204 deny`. */
export function countWords(bar: Bar, decisions: readonly string[]): string {
	const parts = decisions.flatMap((decision) => {
		const events = bar.decisions[decision] ?? 0;
		return events === 0 ? [] : [`${events.toLocaleString('en')} ${decision}`];
	});
	return [`${bar.total.toLocaleString('en')} ${bar.total === 1 ? 'event' : 'events'}`, ...parts].join(', ');
}

import type { EpochMicros } from '../events/contract';
import { formatMicros, parseRfc3339Micros } from '../time';
import { INSTANT_MAX, INSTANT_MIN } from '../time-bounds';

/** Lengths offered for "the last ...", in seconds. */
export const PRESETS = {
	'5m': 300,
	'15m': 900,
	'1h': 3600,
	'6h': 21_600,
	'24h': 86_400,
	'7d': 604_800,
	'30d': 2_592_000,
	'90d': 7_776_000,
} as const;
export type Preset = keyof typeof PRESETS;

/** The time a view shows. `from` is inclusive, `to` exclusive; null leaves that end open. */
export type TimeRange =
	| { readonly kind: 'last'; readonly preset: Preset }
	| { readonly kind: 'all' }
	| { readonly kind: 'between'; readonly from: EpochMicros | null; readonly to: EpochMicros | null };

export const DEFAULT_RANGE: TimeRange = { kind: 'last', preset: '24h' };

/** A range fixed to instants. `from` is inclusive, `to` exclusive; null leaves that end open. */
export interface Window {
	readonly from: EpochMicros | null;
	readonly to: EpochMicros | null;
}

function isPreset(text: string): text is Preset {
	return Object.hasOwn(PRESETS, text);
}

/** The range as instants, seen from `now`: what is relative ends at `now`, so that a list stays what it was when it was opened. */
export function fixRange(range: TimeRange, now: EpochMicros): Window {
	switch (range.kind) {
		case 'all':
			return { from: null, to: null };
		case 'between':
			return { from: range.from, to: range.to };
		case 'last':
			return { from: now - BigInt(PRESETS[range.preset]) * 1_000_000n, to: now };
	}
}

/** An instant as links write it: RFC 3339 in UTC, without zeros that say nothing. */
export function formatInstant(at: EpochMicros): string {
	return formatMicros(at).replace(/\.?0+Z$/, 'Z');
}

/** Reads an instant of the years 1 to 9999; null otherwise. */
export function parseInstant(text: string): EpochMicros | null {
	const at = text.length > 40 ? null : parseRfc3339Micros(text);
	return at === null || at < INSTANT_MIN || at > INSTANT_MAX ? null : at;
}

/** The range that names a window as an answer writes it. */
export function rangeOfWindow(window: { readonly from: string | null; readonly to: string | null }): TimeRange {
	const from = window.from === null ? null : parseInstant(window.from);
	const to = window.to === null ? null : parseInstant(window.to);
	return from === null && to === null ? { kind: 'all' } : { kind: 'between', from, to };
}

/** The parameters of a range: `last`, or `from` and `to`; none for the default. */
export function formatRange(range: TimeRange): [key: string, value: string][] {
	if (range.kind === 'all') return [['last', 'all']];
	if (range.kind === 'last') return range.preset === '24h' ? [] : [['last', range.preset]];
	const ends: [string, string][] = [];
	if (range.from !== null) ends.push(['from', formatInstant(range.from)]);
	if (range.to !== null) ends.push(['to', formatInstant(range.to)]);
	return ends;
}

/** Reads the parameters of a range; null when they make no range. Instants win over `last`. */
export function parseRange(last: string | null, from: string | null, to: string | null): TimeRange | null {
	if (from !== null || to !== null) {
		const start = from === null ? null : parseInstant(from);
		const end = to === null ? null : parseInstant(to);
		if ((from !== null && start === null) || (to !== null && end === null)) return null;
		return start !== null && end !== null && start >= end ? null : { kind: 'between', from: start, to: end };
	}
	if (last === null) return DEFAULT_RANGE;
	if (last === 'all') return { kind: 'all' };
	return isPreset(last) ? { kind: 'last', preset: last } : null;
}

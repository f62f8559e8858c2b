import { plural } from '../events/amounts';
import type { CascadeMember } from './cascade';

/**
 * How a member of a cascade is known at an instant of it. `holds`: nothing on record had taken it down yet. `computed`: the record let
 * one know that it falls. `announced`, `confirmed`: as of the cascade, once a stream has named it.
 */
export type FateState = 'holds' | 'computed' | 'announced' | 'confirmed';

/** How something drawn stands at an instant of a cascade. */
export interface Fate {
	readonly state: FateState;
	/** `confirmed at +0.412 s`, `6 of 13 fell`. */
	readonly words: string;
}

/** Milliseconds from the revocation until a member counts as fallen: named, else known; what never was comes last. */
export const fellAfterMs = ({ namedAfterMs, knownAfterMs }: CascadeMember) => namedAfterMs ?? knownAfterMs ?? Number.POSITIVE_INFINITY;

/** `+1.800 s`: a time from a revocation, to the millisecond. */
export function formatAfter(ms: number): string {
	const whole = Math.round(Math.abs(ms));
	return `${ms < 0 && whole > 0 ? '−' : '+'}${Math.floor(whole / 1000)}.${String(whole % 1000).padStart(3, '0')}\u00a0s`;
}

// instants of the time-lapse are whole milliseconds: what happens within one has happened by its end
const isBy = (time: number | null, ms: number | null) => time !== null && (ms === null || Math.ceil(time) <= ms);

/** @param ms milliseconds from the revocation; null: all that is on record */
export function fateAt(member: CascadeMember, ms: number | null): FateState {
	if (isBy(member.namedAfterMs, ms)) return member.known === 'announced' ? 'announced' : 'confirmed';
	return isBy(member.knownAfterMs, ms) ? 'computed' : 'holds';
}

/** The fate of a member in words. */
export function fateOf(member: CascadeMember, ms: number | null): Fate {
	const state = fateAt(member, ms);
	const after = state === 'computed' ? member.knownAfterMs : fellAfterMs(member);
	if (state === 'holds') return { state, words: after !== null && Number.isFinite(after) ? `falls at ${formatAfter(after)}` : 'falls' };
	return { state, words: `${state} ${formatAfter(after ?? 0)}` };
}

/** The fate of several drawn as one: as far as the least of them. */
export function fateOfAll(members: readonly CascadeMember[], ms: number | null): Fate {
	const states = members.map((member) => fateAt(member, ms));
	const fallen = states.filter((state) => state !== 'holds').length;
	const state = fallen === 0 ? 'holds' : states.includes('holds') || states.includes('computed') ? 'computed' : 'confirmed';
	return { state, words: `${fallen} of ${plural(members.length, 'fell', 'fell')}` };
}

/** The instants at which something becomes known, in whole milliseconds, in order, each once. */
export function lapseSteps(members: readonly CascadeMember[]): readonly number[] {
	const times = members.flatMap(({ namedAfterMs, knownAfterMs }) => [namedAfterMs, knownAfterMs]).filter((time) => time !== null);
	return [...new Set(times.map(Math.ceil))].sort((a, b) => a - b);
}

/**
 * Where an instant stands on the track, 0 to 1. What falls does so within milliseconds, who hears takes seconds: a cube root shows
 * both, a tenfold time about twice as far.
 */
export const shareOf = (ms: number, lengthMs: number) => Math.cbrt(Math.max(0, Math.min(1, ms / lengthMs)));
/** The instant at a place of the track. */
export const instantAt = (share: number, lengthMs: number) => Math.max(0, Math.min(1, share)) ** 3 * lengthMs;

/**
 * One step on or back.
 * @param ms where it stands; null: at its end
 * @returns null: beyond the last step, which shows everything
 */
export function stepFrom(steps: readonly number[], ms: number | null, direction: 1 | -1): number | null {
	if (direction === 1) return ms === null ? null : (steps.find((step) => step > ms) ?? null);
	return steps.findLast((step) => step < (ms ?? Number.POSITIVE_INFINITY)) ?? steps[0] ?? null;
}

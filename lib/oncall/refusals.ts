import type { OnCall, Refused, Tile } from '../api/oncall';
import { REFUSAL_FIELDS, type RefusalField } from '../api/oncall-names';
import { groupDigits } from '../events/amounts';
import type { EpochMicros } from '../events/contract';
import { writeAll, writeValues } from '../query/quote';
import { formatMicros } from '../time';
import { MICROS_PER_MINUTE, minuteOf } from './clock';
import type { MinuteCount } from './facts';
import { searchFor } from './link';

/** A value of refused events in a window and in the one before it. Texts are masked. */
export interface RefusedValue {
	readonly field: RefusalField;
	readonly value: string;
	readonly name: string | null;
	readonly events: number;
	readonly before: number;
}

/** Windows, in minutes, and how many events two of them may hold: more would be read every few seconds. */
const WINDOWS_MIN = [15, 5, 2];
const EVENTS_MAX = 300_000;
const EVENTS_MIN = 20;
const TIMES_BEFORE = 3;

/** The longest window whose events, and those of the window before it, are few enough to be counted live. */
export function refusalMinutes(counts: readonly MinuteCount[], now: EpochMicros): number {
	const last = minuteOf(now);
	const within = (minutes: number) => counts.reduce((sum, count) => sum + (count.minute > last - minutes ? count.events : 0), 0);
	return WINDOWS_MIN.find((minutes) => within(2 * minutes + 1) <= EVENTS_MAX) ?? WINDOWS_MIN.at(-1) ?? 1;
}

/** Whether a value is refused so much more than before that somebody should look. */
export function risesSharply({ events, before }: Pick<RefusedValue, 'events' | 'before'>): boolean {
	return events >= EVENTS_MIN && events >= TIMES_BEFORE * before;
}

const NOUNS: Readonly<Record<RefusalField, string>> = { reason: 'reason', app: 'application', resource: 'resource' };

/** Top deny reasons, applications and resources, with how many there were before. `denied`: all refused events of the window. */
export function refusals(
	values: readonly RefusedValue[],
	minutes: number,
	now: EpochMicros,
	zones: readonly string[],
): { tile: Tile; panel: OnCall['refusals'] } {
	const from = now - BigInt(minutes) * MICROS_PER_MINUTE;
	const fields = REFUSAL_FIELDS.map((field) => ({
		field,
		values: values
			.filter((value) => value.field === field)
			.map(
				(value): Refused => ({
					value: value.value,
					...(value.name === null ? {} : { name: value.name }),
					events: value.events,
					before: value.before,
					rises: risesSharply(value),
					search: searchFor(zones, writeAll(['decision:deny', writeValues(field, [value.value])]), from, now),
				}),
			),
	}));
	const rising = fields.flatMap(({ field, values: own }) => own.filter(({ rises }) => rises).map((value) => ({ field, ...value })));
	const [first] = rising.toSorted((a, b) => b.events - a.events);
	const top = first ?? fields[0]?.values.map((value) => ({ field: 'reason' as const, ...value }))[0];
	return {
		tile: {
			id: 'refusals',
			state: rising.length > 0 ? 'attention' : 'calm',
			meaning: 'deny',
			figure: { value: groupDigits(top?.events ?? 0), unit: top === undefined ? 'refused' : `times ${top.name ?? top.value}` },
			said:
				top === undefined
					? `nothing was refused in ${minutes}\u00a0min`
					: `${rising.length > 0 ? 'most risen' : 'most frequent'} ${NOUNS[top.field]} of ${minutes}\u00a0min; ${groupDigits(top.before)} in the ${minutes}\u00a0min before`,
			rule: `Attention when one is refused ${EVENTS_MIN} times and ${TIMES_BEFORE} times as often as before`,
			series: null,
			search: top === undefined ? searchFor(zones, 'decision:deny', from, now) : top.search,
		},
		panel: { from: formatMicros(from), to: formatMicros(now), minutes, fields },
	};
}

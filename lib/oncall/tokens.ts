import type { Tile } from '../api/oncall';
import { groupDigits } from '../events/amounts';
import type { EpochMicros } from '../events/contract';
import { writeValues } from '../query/quote';
import { formatMicros } from '../time';
import { hourOf, startOfHour } from './clock';
import { searchFor } from './link';

/** Types of events that say a token was used twice, or its ID given twice. */
export const TOKEN_TYPES = ['replay_detected', 'jti_collision'];
/** Hours counted, the present one included. */
export const TOKEN_HOURS = 24;

/** Token replays and collisions of the last day. */
export function tokens(
	hours: readonly { readonly hour: number; readonly events: number }[],
	now: EpochMicros,
	zones: readonly string[],
): Tile {
	const last = hourOf(now);
	const first = last - TOKEN_HOURS + 1;
	const values = Array.from({ length: TOKEN_HOURS }, () => 0);
	for (const { hour, events } of hours) if (hour >= first && hour <= last) values[hour - first] = (values[hour - first] ?? 0) + events;
	const total = values.reduce((sum, events) => sum + events, 0);
	const recent = values.slice(-2).reduce((sum, events) => sum + events, 0);
	return {
		id: 'tokens',
		state: recent > 0 ? 'attention' : 'calm',
		meaning: 'deny',
		figure: { value: groupDigits(total), unit: 'in 24\u00a0h' },
		said: total === 0 ? 'no token was used twice' : `${recent === 0 ? 'none' : groupDigits(recent)} in this hour and the last`,
		rule: 'Attention at the first in this hour or the last',
		series: { from: formatMicros(startOfHour(first)), stepMs: 3_600_000, values, unit: 'replays and collisions in an hour' },
		search: searchFor(zones, writeValues('type', TOKEN_TYPES), startOfHour(first), now),
	};
}

import type { Tile } from '../api/oncall';
import { groupDigits, plural } from '../events/amounts';
import type { EpochMicros } from '../events/contract';
import { revocationHref, revocationsHref } from '../url/authority';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE } from './clock';
import type { RevocationsRow } from './facts';

/** A mandate given just before a revocation may live so long (wire reference 8): until then it is in flight. */
const FLIGHT_MINUTES = 15n;
/** Hours in which uses after a revocation ask for attention. */
const USES_HOURS = 24n;

/** Since when revocations are looked at, and since when they are in flight. */
export const revocationTimes = (now: EpochMicros) => ({
	since: now - USES_HOURS * MICROS_PER_HOUR,
	flightSince: now - FLIGHT_MINUTES * MICROS_PER_MINUTE,
});

/** The revocations that may not have taken effect everywhere, and whether any was used against. */
export function revocations(rows: readonly RevocationsRow[], zoneOf: (zoneNo: number) => string): Tile {
	const sum = (of: (row: RevocationsRow) => number) => rows.reduce((total, row) => total + of(row), 0);
	const [inFlight, uses] = [sum((row) => row.inFlight), sum((row) => row.uses)];
	const broken = rows.find((row) => row.brokenSeq !== null);
	const shown = broken ?? rows.find((row) => row.inFlight > 0) ?? rows[0];
	return {
		id: 'revocations',
		state: uses > 0 ? 'attention' : 'calm',
		meaning: 'fault',
		figure: { value: groupDigits(inFlight), unit: 'in 15\u00a0min' },
		said: `${uses === 0 ? 'no use' : plural(uses, 'use')} after ${plural(
			sum((row) => row.revocations),
			'revocation',
		)} in 24\u00a0h on record${broken === undefined ? '' : `, in ${zoneOf(broken.zoneNo)}`}`,
		rule: 'Attention at the first use after a revocation in the last 24\u00a0h',
		series: null,
		search: null,
		page:
			shown === undefined
				? revocationsHref()
				: broken === undefined
					? revocationsHref(zoneOf(shown.zoneNo))
					: revocationHref(zoneOf(broken.zoneNo), broken.brokenSeq ?? 0),
	};
}

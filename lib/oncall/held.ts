import type { HeldApproval, OnCall, Tile } from '../api/oncall';
import { formatMillis, groupDigits } from '../events/amounts';
import type { EpochMicros } from '../events/contract';
import { writeAll, writeValues } from '../query/quote';
import { formatMicros } from '../time';
import { MICROS_PER_MINUTE } from './clock';
import type { HeldRow } from './facts';
import { searchFor } from './link';

const WAITED_MIN_MAX = 5;
const ENDS_MIN = 2;
/** Approvals listed, and of which the search names the challenge. */
const LISTED_MAX = 50;

const millis = (micros: bigint) => Number(micros / 1000n);

/** The approvals that still wait: not answered, not over. */
export function stillHeld(rows: readonly HeldRow[], now: EpochMicros): HeldRow[] {
	return rows.filter((row) => row.expiresAt === null || row.expiresAt > now);
}

/** Held approvals and their age. `zoneOf`: a zone's ID by its number. */
export function held(
	rows: readonly HeldRow[],
	isWhole: boolean,
	now: EpochMicros,
	zones: readonly string[],
	zoneOf: (zoneNo: number) => string,
): { tile: Tile; panel: OnCall['held'] } {
	const waiting = stillHeld(rows, now);
	const [oldest] = waiting;
	const ends = waiting.map((row) => row.expiresAt).filter((at) => at !== null);
	const next = ends.reduce<bigint | null>((least, at) => (least === null || at < least ? at : least), null);
	const isOld = oldest !== undefined && now - oldest.at > BigInt(WAITED_MIN_MAX) * MICROS_PER_MINUTE;
	const isEnding = next !== null && next - now < BigInt(ENDS_MIN) * MICROS_PER_MINUTE;
	const listed = waiting.slice(0, LISTED_MAX);
	const query = (of: readonly HeldRow[]) =>
		writeAll([
			'type:step_up_issued',
			writeValues(
				'challenge',
				of.map((row) => row.challenge),
			),
		]);
	const approvals = listed.map(
		(row): HeldApproval => ({
			zone: zoneOf(row.zoneNo),
			seq: row.seq,
			challenge: row.challenge,
			app: row.app,
			tier: row.tier,
			at: formatMicros(row.at),
			expiresAt: row.expiresAt === null ? null : formatMicros(row.expiresAt),
			search: searchFor([zoneOf(row.zoneNo)], writeValues('challenge', [row.challenge]), null, null),
		}),
	);
	const atLeast = isWhole ? '' : 'at least ';
	return {
		tile: {
			id: 'held',
			state: isOld || isEnding ? 'attention' : 'calm',
			meaning: 'held',
			figure: { value: `${atLeast}${groupDigits(waiting.length)}`, unit: 'waiting' },
			said:
				oldest === undefined
					? 'nobody waits for an answer'
					: `the oldest for ${formatMillis(millis(now - oldest.at))}${next === null ? '' : `; the next ends in ${formatMillis(millis(next - now))}`}`,
			rule: `Attention when one waits longer than ${WAITED_MIN_MAX}\u00a0min or ends within ${ENDS_MIN}\u00a0min`,
			series: null,
			search:
				oldest === undefined
					? searchFor(zones, 'type:step_up_issued', null, null)
					: searchFor(zones, waiting.length > LISTED_MAX ? 'type:step_up_issued' : query(waiting), oldest.at, now),
		},
		panel: { approvals, total: waiting.length, exact: isWhole },
	};
}

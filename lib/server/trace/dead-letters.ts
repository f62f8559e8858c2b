import 'server-only';
import { answeredSearch, askDeadLetterSearch } from '../../../db/queries/dead-letter-searches';
import type { ZoneRow } from '../../../db/queries/zones';
import type { Elsewhere } from '../../api/trace';
import { plural } from '../../events/amounts';
import { redactText } from '../../evidence/redact';
import { parseLetters, type ToldLetter } from '../../streams/dead-letter';
import { formatMicros } from '../../time';
import { awaited } from '../awaited';
import { database } from '../database';

type DeadLetters = Elsewhere['deadLetters'];

/** Leaves what the rest of the answer needs of the five seconds. */
const WAIT_MS_MAX = 2_500;
const NOT_LOOKED = 'No worker has searched them in time: try again in a moment.';

/** What the worker may tell of, checked again: it is asked by number, and what it found came from outside. */
function shown(letters: readonly ToldLetter[], zones: readonly ZoneRow[], everyZone: boolean): DeadLetters['letters'] {
	const readable = new Set(zones.map(({ zoneId }) => zoneId));
	return letters
		.filter(({ zone }) => everyZone || (zone !== null && readable.has(zone)))
		.map(({ zone, reason, atMs }) => ({
			zone: zone === null ? null : redactText(zone),
			reason,
			at: formatMicros(BigInt(atMs) * 1000n),
		}));
}

/**
 * Has a worker look for a text in the dead letters, for the web has no Redis. Not for a text that looks like a secret, which is
 * written down nowhere.
 * @param zones the asker may read
 * @param everyZone the asker may read every zone, and asks about them all
 * @param total dead letters of all zones; null: not known
 */
export async function deadLettersOf(
	zones: readonly ZoneRow[],
	everyZone: boolean,
	text: string,
	{ total, alive }: { readonly total: number | null; readonly alive: number },
): Promise<DeadLetters> {
	const unasked = (why: string): DeadLetters => ({ total, looked: false, why, letters: [] });
	if (redactText(text) !== text) return unasked('They are not searched for what looks like a secret.');
	if (alive === 0) return unasked('No worker is running that could search them.');
	const deadline = performance.now() + WAIT_MS_MAX;
	const zoneNos = zones.map(({ zoneNo }) => zoneNo);
	if (zoneNos.length === 0 && !everyZone) return unasked('You may read no zone that has events.');
	const searchNo = await askDeadLetterSearch(database(), zoneNos, everyZone, text);
	if (searchNo === null) return unasked('Too many searches of them wait already: try again in a moment.');
	const answer = await awaited(everyZone ? 'all' : zoneNos, (reader) => answeredSearch(reader, searchNo), deadline);
	const letters = answer === null ? null : parseLetters(answer.letters);
	if (answer === null || letters === null) return unasked(NOT_LOOKED);
	return {
		total,
		looked: answer.isWhole,
		why: answer.isWhole ? '' : `Only the newest ${plural(answer.lookedThrough, 'letter')} of all zones were searched.`,
		letters: shown(letters, zones, everyZone),
	};
}

import { wordHash, words } from '../../../lib/query/words';
import type { Reader } from '../reader';
import { groupsOf, UNINDEXED_MAX, unindexedRuns } from './groups';
import { membersOf, type WantedRun } from './members';
import type { TraceRow } from './rows';

const GROUPS_PER_ZONE_MAX = 100;

/**
 * Events whose metadata holds a text as a value, whatever it is the identifier of: of each zone the newest, at most `rowsMax`.
 * @param now what is newest is nearest to it
 * @returns null when the text has no word, so that only reading everything could tell
 */
export async function mentioning(
	reader: Reader,
	zoneNos: readonly number[],
	text: string,
	now: bigint,
	rowsMax: number,
): Promise<TraceRow[] | null> {
	const hashes = [...new Set(words(text).map(wordHash))];
	if (hashes.length === 0) return null;
	const needle = JSON.stringify(text);
	const common = { words: hashes, from: null, to: null, groupsMax: GROUPS_PER_ZONE_MAX, isFirst: false, isPart: false };
	const sets = zoneNos.map((zoneNo, lookupNo) => ({ ...common, zoneNo, uses: [{ lookupNo, needle }] }));
	const [groups, unindexed] = await Promise.all([groupsOf(reader, sets), unindexedRuns(reader, zoneNos)]);
	const tails = unindexed.map((run) => ({ ...run, first: Math.max(run.first, run.last - UNINDEXED_MAX + 1) }));
	const runs = [...groups, ...tails].map((run): WantedRun => ({ ...run, wanted: [{ lookupNo: zoneNos.indexOf(run.zoneNo), needle }] }));
	const of = zoneNos.map((_, lookupNo) => ({ lookupNo, types: null, from: null, to: null, rowsMax: rowsMax - 1, at: now }));
	return (await membersOf(reader, runs, of, null)).map((member) => member.row);
}

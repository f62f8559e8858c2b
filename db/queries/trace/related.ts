import type { Relation } from '../../../lib/trace/related';
import type { Reader } from '../reader';
import type { ZoneRow } from '../zones';
import { type FoundGroup, groupsOf, UNINDEXED_MAX, unindexedRuns } from './groups';
import { membersOf, type WantedRun } from './members';
import type { TraceRow } from './rows';
import type { Run } from './run';
import { type AskedLookup, askedSets, secondSets, type Use, type WordSet } from './sets';
import { typedPlaces } from './typed';

/** What a relation lacks. */
export interface LookupCut {
	readonly relation: Relation;
	/** Identifiers that were not followed. */
	readonly valuesLeftOut: number;
	/** There are more events than were read. */
	readonly rowsCut: boolean;
}

export interface Related {
	/** Every event that answers a lookup, once, in no order; some may belong to none on a closer look. */
	readonly rows: readonly TraceRow[];
	/** Relations that lack something. */
	readonly cuts: readonly LookupCut[];
}

/** Every run once, with all that is looked for in it. */
class Runs {
	private readonly runs = new Map<string, WantedRun & { wanted: Use[] }>();

	add(run: Run, uses: readonly Use[]): void {
		const key = `${run.zoneNo}/${run.first}-${run.last}`;
		const known = this.runs.get(key) ?? { ...run, wanted: [] };
		this.runs.set(key, known);
		for (const use of uses)
			if (!known.wanted.some((each) => each.lookupNo === use.lookupNo && each.needle === use.needle)) known.wanted.push(use);
	}

	all(): WantedRun[] {
		return [...this.runs.values()];
	}
}

/** What is missing of each lookup, by its number. */
class Missing {
	readonly left: number[];
	readonly isCut: boolean[];

	constructor(private readonly lookups: readonly AskedLookup[]) {
		this.left = lookups.map(() => 0);
		this.isCut = lookups.map(() => false);
	}

	leftOut(left: readonly number[]): void {
		for (const [lookupNo, count] of left.entries()) this.left[lookupNo] = (this.left[lookupNo] ?? 0) + count;
	}

	cut(lookupNo: number): void {
		this.isCut[lookupNo] = true;
	}

	/** By relation. */
	all(): LookupCut[] {
		const cuts = new Map<Relation, LookupCut>();
		for (const [lookupNo, { lookup }] of this.lookups.entries()) {
			const known = cuts.get(lookup.relation) ?? { relation: lookup.relation, valuesLeftOut: 0, rowsCut: false };
			cuts.set(lookup.relation, {
				relation: lookup.relation,
				valuesLeftOut: known.valuesLeftOut + lookup.valuesLeftOut + (this.left[lookupNo] ?? 0),
				rowsCut: known.rowsCut || this.isCut[lookupNo] === true,
			});
		}
		return [...cuts.values()].filter((cut) => cut.valuesLeftOut > 0 || cut.rowsCut);
	}
}

interface OfSet {
	readonly set: WordSet;
	readonly groups: readonly FoundGroup[];
}

/** Sets with their groups. */
async function askedGroups(reader: Reader, sets: readonly WordSet[]): Promise<OfSet[]> {
	const found = sets.map((set) => ({ set, groups: [] as FoundGroup[] }));
	for (const group of await groupsOf(reader, sets)) found[group.setNo]?.groups.push(group);
	return found;
}

const isFull = ({ set, groups }: OfSet) => groups.length >= set.groupsMax;

/** Adds the groups of all lookups; of a value that stands in too many of them each lookup asks again in its own way. */
async function addGroups(reader: Reader, first: readonly WordSet[], lookups: readonly AskedLookup[], runs: Runs, missing: Missing) {
	const found = await askedGroups(reader, first);
	const crowded = found.filter((each) => each.set.isFirst && isFull(each));
	const second = secondSets(
		crowded.map((each) => each.set),
		lookups,
	);
	missing.leftOut(second.left);
	const used = [...found.filter((each) => !crowded.includes(each)), ...(await askedGroups(reader, second.sets))];
	for (const each of used) {
		for (const group of each.groups) runs.add(group, each.set.uses);
		if (isFull(each) || each.set.isPart) for (const { lookupNo } of each.set.uses) missing.cut(lookupNo);
	}
}

/** Adds what the word index does not know yet, for everything that is looked for. */
function addUnindexed(unindexed: readonly Run[], sets: readonly WordSet[], runs: Runs, missing: Missing): void {
	for (const tail of unindexed) {
		const run = { ...tail, first: Math.max(tail.first, tail.last - UNINDEXED_MAX + 1) };
		const uses = sets.filter((set) => set.zoneNo === run.zoneNo).flatMap((set) => set.uses);
		runs.add(run, uses);
		if (run.first > tail.first) for (const { lookupNo } of uses) missing.cut(lookupNo);
	}
}

/**
 * Answers lookups from the word index, and from what it does not know yet. Of values that stand in too many events those near the
 * instant wanted are read, and it is said.
 * @param zones hold the zones of all lookups
 * @param notOf events of this request ID are left out
 */
export async function relatedEvents(
	reader: Reader,
	zones: readonly ZoneRow[],
	lookups: readonly AskedLookup[],
	notOf: string | null,
): Promise<Related> {
	if (lookups.length === 0) return { rows: [], cuts: [] };
	const missing = new Missing(lookups);
	const runs = new Runs();
	const { spans, sets, left } = askedSets(lookups, zones);
	missing.leftOut(left);
	const zoneNos = [...new Set(sets.map((set) => set.zoneNo))];
	// sent together, so that both share a round trip
	const [unindexed, typed] = await Promise.all([
		unindexedRuns(reader, zoneNos),
		typedPlaces(reader, spans),
		addGroups(reader, sets, lookups, runs, missing),
	]);
	for (const { spanNo, ...run } of typed) runs.add(run, [{ lookupNo: spans[spanNo]?.lookupNo ?? 0, needle: null }]);
	addUnindexed(unindexed, sets, runs, missing);
	const wanted = lookups.map(({ lookup: { types, from, to, rowsMax }, at }, lookupNo) => ({ lookupNo, types, from, to, rowsMax, at }));
	const members = await membersOf(reader, runs.all(), wanted, notOf);
	const found = lookups.map(() => 0);
	for (const lookupNo of members.flatMap((member) => member.lookupNos)) found[lookupNo] = (found[lookupNo] ?? 0) + 1;
	for (const [lookupNo, { lookup }] of lookups.entries()) if ((found[lookupNo] ?? 0) > lookup.rowsMax) missing.cut(lookupNo);
	return { rows: members.map((member) => member.row), cuts: missing.all() };
}

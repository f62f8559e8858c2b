import { REDACTED, redactText } from '../../../lib/evidence/redact';
import { wordHash, words } from '../../../lib/query/words';
import type { Lookup, Relation } from '../../../lib/trace/related';
import type { ZoneRow } from '../zones';
import type { TypedSpan } from './typed';

/** Sets of words asked for at once at most; each costs a search of the word index. */
const SETS_MAX = 80;
/** Groups of a value read at once; of one that stands in more, each lookup asks by itself. */
const GROUPS_FIRST_MAX = 40;
/** Groups a lookup reads of one value at most: each has 16 events. */
const GROUPS_MAX = 200;
/** Around the instant wanted, when an identifier stands in more groups than are read. */
const NEAR_MICROS = 86_400_000_000n;
/** A time that is looked through for events of a type, rather than the word index asked for it. */
const SPAN_MICROS_MAX = 3_600_000_000n;
/** Relations whose identifiers stand in very many events, of which a few types are wanted: the words of the types narrow as well. */
const BY_TYPE: ReadonlySet<Relation> = new Set<Relation>(['authority', 'policy']);

/** A lookup, and the instant near which its events are kept when there are too many. */
export interface AskedLookup {
	readonly lookup: Lookup;
	readonly at: bigint;
}

/** Words that an event must hold, in a zone and a time. */
export interface WordSet {
	readonly zoneNo: number;
	readonly words: readonly number[];
	readonly from: bigint | null;
	readonly to: bigint | null;
	readonly groupsMax: number;
	/** The lookups it is for, and the value of each as it stands in JSON, quotes included; null: any event of the types. */
	readonly uses: readonly Use[];
	/** With more groups than `groupsMax` the lookups ask again, each in its own way. */
	readonly isFirst: boolean;
	/** It asks for a part of what the lookup asks for. */
	readonly isPart: boolean;
}

export interface Use {
	readonly lookupNo: number;
	readonly needle: string | null;
}

/** Any event of a type in a short time. */
export interface TypeSpan extends TypedSpan {
	readonly lookupNo: number;
}

export interface AskedSets {
	readonly spans: readonly TypeSpan[];
	readonly sets: readonly WordSet[];
	/** By the number of the lookup: values that are not asked for. */
	readonly left: readonly number[];
}

/** A value that cannot be looked up: masked values are in no index, and every masked value would be the same. */
function isAskable(value: string): boolean {
	return !value.includes('\u0000') && !value.includes(REDACTED) && redactText(value) === value && words(value).length > 0;
}

const hashes = (...texts: readonly string[]) => [...new Set(texts.flatMap(words).map(wordHash))];
const later = (a: bigint, b: bigint | null) => (b !== null && b > a ? b : a);
const earlier = (a: bigint, b: bigint | null) => (b !== null && b < a ? b : a);

/** Events of each type of a lookup, where its time is short enough to be looked through. */
function typeSpans({ lookup: { types, from, to, rowsMax } }: AskedLookup, lookupNo: number, zoneNo: number): TypeSpan[] {
	if (from === null || to === null || to - from > SPAN_MICROS_MAX) return [];
	return (types ?? []).map((type) => ({ zoneNo, type, from, to, rowsMax: rowsMax + 1, lookupNo }));
}

/** What any event of a lookup's types holds. */
function typeSets({ lookup }: AskedLookup, lookupNo: number, zoneNo: number): WordSet[] {
	return (lookup.types ?? []).map((type) => ({
		...{ zoneNo, words: hashes(type), from: lookup.from, to: lookup.to, groupsMax: Math.min(GROUPS_MAX, lookup.rowsMax + 1) },
		...{ uses: [{ lookupNo, needle: null }], isFirst: false, isPart: false },
	}));
}

/** Gathers values, those of several lookups once. */
class FirstSets {
	private readonly byKey = new Map<string, WordSet & { uses: Use[] }>();

	get size(): number {
		return this.byKey.size;
	}

	/** Adds a value of a lookup; false when there is no room for it. */
	add({ lookup }: AskedLookup, lookupNo: number, zoneNo: number, value: string): boolean {
		const [type] = lookup.types ?? [];
		const narrowing = BY_TYPE.has(lookup.relation) && lookup.types?.length === 1 && type !== undefined ? [type] : [];
		const key = JSON.stringify([zoneNo, value, narrowing]);
		const use = { lookupNo, needle: JSON.stringify(value) };
		const known = this.byKey.get(key);
		if (known === undefined && this.size >= SETS_MAX) return false;
		const { from, to } = known ?? lookup;
		const uses = [...(known?.uses ?? []), use];
		this.byKey.set(key, {
			...{ zoneNo, words: hashes(value, ...narrowing), groupsMax: GROUPS_FIRST_MAX, uses, isFirst: true, isPart: false },
			// as wide as the widest window of those that use it
			from: from === null || lookup.from === null ? null : earlier(from, lookup.from),
			to: to === null || lookup.to === null ? null : later(to, lookup.to),
		});
		return true;
	}

	all(): WordSet[] {
		return [...this.byKey.values()];
	}
}

/** What to ask the word index for. Of too many values every lookup gets its share. */
export function askedSets(lookups: readonly AskedLookup[], zones: readonly ZoneRow[]): AskedSets {
	const zoneNoOf = new Map(zones.map((zone) => [zone.zoneId, zone.zoneNo]));
	const ofTypes: WordSet[] = [];
	const spans: TypeSpan[] = [];
	const first = new FirstSets();
	const left = lookups.map(() => 0);
	for (const [lookupNo, asked] of lookups.entries()) {
		const zoneNo = zoneNoOf.get(asked.lookup.zone);
		if (zoneNo === undefined || asked.lookup.field !== null) continue;
		const found = typeSpans(asked, lookupNo, zoneNo);
		if (found.length > 0) spans.push(...found);
		else ofTypes.push(...typeSets(asked, lookupNo, zoneNo));
	}
	const rounds = Math.max(0, ...lookups.map(({ lookup }) => lookup.values.length));
	for (let round = 0; round < rounds; round++)
		for (const [lookupNo, asked] of lookups.entries()) {
			const zoneNo = zoneNoOf.get(asked.lookup.zone);
			const value = asked.lookup.values[round];
			if (zoneNo === undefined || value === undefined) continue;
			if (!isAskable(value) || !first.add(asked, lookupNo, zoneNo, value)) left[lookupNo] = (left[lookupNo] ?? 0) + 1;
		}
	return { spans, sets: [...ofTypes, ...first.all()], left };
}

/** A value that stands in too many groups, as one of its lookups asks for it: by types, or near the instant it is wanted at. */
function narrowedSets(set: WordSet, use: Use, { lookup, at }: AskedLookup): WordSet[] {
	const common = { zoneNo: set.zoneNo, uses: [use], isFirst: false };
	const value = use.needle === null ? '' : (JSON.parse(use.needle) as string);
	if (BY_TYPE.has(lookup.relation) && lookup.types !== null)
		return lookup.types.map((type) => ({
			...{ ...common, words: hashes(value, type), from: lookup.from, to: lookup.to, isPart: false },
			groupsMax: Math.min(GROUPS_MAX, lookup.rowsMax + 1),
		}));
	const [from, to] = [later(at - NEAR_MICROS, lookup.from), earlier(at + NEAR_MICROS, lookup.to)];
	const isPart = from !== lookup.from || to !== lookup.to;
	return [{ ...common, words: set.words, from, to, groupsMax: Math.min(GROUPS_MAX, lookup.rowsMax + 1), isPart }];
}

/** What the lookups of values that stand in too many groups ask instead, as long as there is room. */
export function secondSets(cut: readonly WordSet[], lookups: readonly AskedLookup[]): AskedSets {
	const sets: WordSet[] = [];
	const left = lookups.map(() => 0);
	for (const set of cut)
		for (const use of set.uses) {
			const asked = lookups[use.lookupNo];
			const made = asked === undefined ? [] : narrowedSets(set, use, asked);
			if (sets.length + made.length <= SETS_MAX) sets.push(...made);
			else left[use.lookupNo] = (left[use.lookupNo] ?? 0) + 1;
		}
	return { spans: [], sets, left };
}

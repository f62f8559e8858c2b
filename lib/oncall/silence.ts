import type { Tile, Voice } from '../api/oncall';
import { formatMillis, plural } from '../events/amounts';
import type { EpochMicros } from '../events/contract';
import { cutEnd, visible } from '../events/visible';
import { writeValues } from '../query/quote';
import { formatMicros } from '../time';
import type { UsualRow } from './facts';
import { searchFor } from './link';
import { isOwn, producerOf } from './producers';
import { isSilence, SILENCE_RULE, together, type Usual, usuallySpeaks, usualOf } from './usual';
import { rateWords } from './words';

/** A type of a zone that is watched. */
export interface Watched {
	readonly zoneNo: number;
	readonly termNo: number;
	readonly type: string;
	readonly usual: Usual;
}

/** Types watched at once: for each one the newest event is looked for. */
const WATCHED_MAX = 300;
const VOICES_MAX = 60;
const NAME_LENGTH_MAX = 60;

/** The types that usually speak now, the busiest first, from what this hour and the one before had on the last days. */
export function watchedOf(now: readonly UsualRow[], before: readonly UsualRow[]): Watched[] {
	const all = new Map<number, Watched>();
	const take = (rows: readonly UsualRow[], hour: keyof Usual) => {
		for (const { zoneNo, termNo, type, perDay } of rows) {
			if (isOwn(type)) continue;
			const known = all.get(termNo) ?? { zoneNo, termNo, type, usual: { now: 0, before: 0 } };
			all.set(termNo, { ...known, usual: { ...known.usual, [hour]: usualOf(perDay) } });
		}
	};
	take(now, 'now');
	take(before, 'before');
	const loud = [...all.values()].filter(({ usual }) => usuallySpeaks(usual));
	return loud.toSorted((a, b) => b.usual.now + b.usual.before - (a.usual.now + a.usual.before)).slice(0, WATCHED_MAX);
}

/** When something was last heard; `since` is the start of what was looked through, for what was not found there. */
interface Heard {
	readonly at: EpochMicros | null;
	readonly since: EpochMicros;
}

interface Speaker {
	readonly zoneNo: number;
	readonly what: Voice['what'];
	readonly name: string;
	readonly types: readonly string[];
	readonly usual: Usual;
	readonly heard: Heard;
}

function latest(all: readonly Heard[]): Heard {
	return all.reduce((newest, heard) => ((heard.at ?? heard.since) > (newest.at ?? newest.since) ? heard : newest));
}

interface Given {
	readonly watched: readonly Watched[];
	readonly lastOfType: ReadonlyMap<number, EpochMicros>;
	/** A zone's newest event, and its newest that is not the console's own, where that is not older than `zoneSince`. */
	readonly lastOfZone: ReadonlyMap<number, { readonly at: EpochMicros; readonly spokenAt: EpochMicros | null }>;
	readonly zoneSince: EpochMicros;
	/** From when on types were looked for. */
	readonly since: EpochMicros;
	readonly now: EpochMicros;
	readonly zoneOf: (zoneNo: number) => string;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): T[][] {
	const groups = new Map<K, T[]>();
	for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
	return [...groups.values()];
}

/** Its newest event tells when it was heard, unless somebody looked into it since: then it is only known to be longer ago. */
function heardOfZone(zoneNo: number, { lastOfZone, zoneSince }: Given): Heard {
	const last = lastOfZone.get(zoneNo);
	const before = last !== undefined && last.at < zoneSince ? last.at : null;
	return { at: last?.spokenAt ?? before, since: zoneSince };
}

/** The speakers of a zone: itself alone when all of it is silent; else its producers; else, of a producer heard in part, its silent types. */
function speakersOf(own: readonly Watched[], given: Given): Speaker[] {
	const [first] = own;
	if (first === undefined) return [];
	const { zoneNo } = first;
	const speaker = (what: Voice['what'], name: string, of: readonly Watched[]): Speaker => ({
		zoneNo,
		what,
		name,
		types: of.map(({ type }) => type),
		usual: together(of.map(({ usual }) => usual)),
		heard: latest(of.map(({ termNo }) => ({ at: given.lastOfType.get(termNo) ?? null, since: given.since }))),
	});
	const isSilent = (each: Speaker) => isSilence(each.usual, each.heard.at ?? each.heard.since, given.now);
	const whole: Speaker = {
		...speaker('zone', given.zoneOf(zoneNo), own),
		types: [],
		heard: heardOfZone(zoneNo, given),
	};
	if (isSilent(whole)) return [whole];
	return groupBy(own, ({ type }) => producerOf(type) ?? type).flatMap((of): Speaker[] => {
		const types = of.map((each) => speaker('type', each.type, [each]));
		const producer = producerOf(of[0]?.type ?? '');
		if (producer === null) return types;
		const all = speaker('producer', producer, of);
		return types.every(isSilent) ? [all] : [all, ...types.filter(isSilent)];
	});
}

function saidOf({ what, name, usual, heard }: Speaker, now: EpochMicros, silent: boolean): string {
	const usually = `usually ${rateWords((usual.now > 0 ? usual.now : usual.before) / 60)}`;
	if (!silent) return usually;
	const forMs = Number((now - (heard.at ?? heard.since)) / 1000n);
	const who = what === 'zone' ? '' : `${cutEnd(visible(name), NAME_LENGTH_MAX)} `;
	return `no ${who}events for ${heard.at === null ? 'over ' : ''}${formatMillis(forMs)}; ${usually}`;
}

/** Who usually speaks at this hour, and who of them does not: the silent first, longest usual first. */
export function voicesOf(given: Given): Voice[] {
	const speakers = groupBy(given.watched, ({ zoneNo }) => zoneNo).flatMap((own) => speakersOf(own, given));
	const voices = speakers.map((speaker): Voice & { readonly rate: number } => {
		const { zoneNo, what, name, types, usual, heard } = speaker;
		const zone = given.zoneOf(zoneNo);
		const silent = isSilence(usual, heard.at ?? heard.since, given.now);
		const rate = (usual.now > 0 ? usual.now : usual.before) / 60;
		return {
			zone,
			what,
			name,
			usualPerMinute: rate,
			lastAt: heard.at === null ? null : formatMicros(heard.at),
			isSilent: silent,
			said: saidOf(speaker, given.now, silent),
			search: searchFor([zone], writeValues('type', types), null, null),
			rate,
		};
	});
	return voices
		.toSorted((a, b) => Number(b.isSilent) - Number(a.isSilent) || b.rate - a.rate)
		.slice(0, VOICES_MAX)
		.map(({ rate, ...voice }) => voice);
}

/** Silence as an alarm. `keepsUp`: whether the ledger has what the streams have; without it silence cannot be told. */
export function silence(voices: readonly Voice[], keepsUp: boolean): Tile {
	const silent = voices.filter((voice) => voice.isSilent);
	const [first] = silent;
	return {
		id: 'silence',
		state: silent.length > 0 ? 'attention' : 'calm',
		meaning: keepsUp ? 'held' : 'unknown',
		figure: { value: String(silent.length), unit: `silent of ${voices.length}` },
		said:
			voices.length === 0
				? 'nobody usually speaks at this hour'
				: first === undefined
					? `${plural(voices.length, 'speaker')} as usual`
					: `${keepsUp ? '' : 'the ledger is behind, so perhaps none; '}${cutEnd(visible(first.zone), NAME_LENGTH_MAX)}: ${first.said}`,
		rule: SILENCE_RULE,
		series: null,
		search: first?.search ?? null,
	};
}

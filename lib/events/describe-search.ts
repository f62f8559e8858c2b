import { parseList } from '../url/lists';
import type { Story } from './described';
import { field, objectOf, textAt, textsAt } from './read-json';
import { code, id, listed, type Segment, say, strong } from './words';

type Filters = ReturnType<typeof objectOf>;

/** Decisions as words before "events"; the others are such words themselves. */
const DECISION_WORDS: Readonly<Record<string, string>> = { allow: 'allowed', deny: 'denied', none: 'undecided' };
const LENGTH = /^(\d{1,3})(m|h|d)$/;
const UNITS: Readonly<Record<string, string>> = { m: 'min', h: 'h', d: 'd' };
/** Parameters told in words of their own; zones are told apart. */
const TOLD: ReadonlySet<string> = new Set(['zone', 'last', 'from', 'to', 'decision', 'decision_not', 'type', 'type_not', 'request', 'id']);
const OTHERS_MAX = 3;
const LIST_LENGTH_MAX = 4096;

function values(filters: Filters, key: string): string[] {
	return parseList(textAt(filters, key).slice(0, LIST_LENGTH_MAX));
}

function decisionOf(decision: string): Segment {
	return Object.hasOwn(DECISION_WORDS, decision) ? { text: DECISION_WORDS[decision] ?? '', kind: 'plain' } : code(decision);
}

function range(filters: Filters): Segment[] {
	const [from, to, last] = [textAt(filters, 'from'), textAt(filters, 'to'), textAt(filters, 'last')];
	if (from !== '' && to !== '') return say` from ${code(from)} to ${code(to)}`;
	if (from !== '') return say` since ${code(from)}`;
	if (to !== '') return say` before ${code(to)}`;
	if (last === 'all') return say` of any time`;
	const [, amount = '', unit = ''] = LENGTH.exec(last) ?? [];
	if (amount === '') return last === '' ? [] : say` of the last ${code(last)}`;
	return say` of the last ${amount}\u00a0${UNITS[unit] ?? ''}`;
}

/** Filters this version has no words for, as they stand in the address. */
function others(filters: Filters): Segment[] {
	const left = Object.keys(filters).filter((key) => !TOLD.has(key));
	const segments: Segment[] = [];
	for (const key of left.slice(0, OTHERS_MAX)) segments.push(...say`, ${code(key)} ${code(textAt(filters, key))}`);
	return left.length > OTHERS_MAX ? [...segments, ...say`, ${left.length - OTHERS_MAX} filters more`] : segments;
}

/** ` of type a, b and c`, or nothing. */
function clause(words: string, items: readonly string[], draw: (item: string) => Segment): Segment[] {
	return items.length === 0 ? [] : say` ${words} ${listed(items, draw)}`;
}

/** `prod-eu for denied events of the last 24 h`: what a search or an export asked for. */
export function describeSearched(meta: Story['meta']): Segment[] {
	const filters = objectOf(field(meta, 'filters'));
	const zones = textsAt(meta, 'zones');
	const where = zones.length === 0 ? say`every zone they may see` : listed(zones, strong);
	const decisions = values(filters, 'decision');
	const one = (key: string) => [textAt(filters, key)].filter((value) => value !== '');
	const which = [
		...clause('not', values(filters, 'decision_not'), decisionOf),
		...clause('of type', values(filters, 'type'), code),
		...clause('not of type', values(filters, 'type_not'), code),
		...clause('of request', one('request'), id),
		...clause('with ID', one('id'), id),
	];
	return say`${where} for ${listed(decisions, decisionOf)}${decisions.length === 0 ? '' : ' '}events${which}${range(filters)}${others(filters)}`;
}

import type { Story } from './described';
import { field, objectOf, textAt, textsAt } from './read-json';
import { code, listed, type Segment, say, strong } from './words';

type Filters = ReturnType<typeof objectOf>;

const LENGTH = /^(\d{1,3})(m|h|d)$/;
const UNITS: Readonly<Record<string, string>> = { m: 'min', h: 'h', d: 'd' };
/** Parameters told in words of their own; zones are told apart. */
const TOLD: ReadonlySet<string> = new Set(['zone', 'last', 'from', 'to', 'q']);
const OTHERS_MAX = 3;

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

/** `prod-eu for events matching decision:deny of the last 24 h`: what a search or an export asked for. */
export function describeSearched(meta: Story['meta']): Segment[] {
	const filters = objectOf(field(meta, 'filters'));
	const zones = textsAt(meta, 'zones');
	const where = zones.length === 0 ? say`every zone they may see` : listed(zones, strong);
	const q = textAt(filters, 'q');
	return say`${where} for events${q === '' ? [] : say` matching ${code(q)}`}${range(filters)}${others(filters)}`;
}

import { type Meaning, meaningOf } from '@/lib/events/vocabulary';

const FILLS: Readonly<Record<Meaning, string>> = {
	allow: 'var(--chart-allow)',
	deny: 'var(--chart-deny)',
	held: 'var(--chart-held)',
	none: 'var(--chart-none)',
	unknown: 'var(--chart-fault)',
};

/** How a decision is drawn in a bar: the colour of its meaning, paler for the second and third decision of the same meaning. */
export function fillOf(decision: string, decisions: readonly string[]): { readonly fill: string; readonly opacity: number } {
	const meaning = meaningOf(decision);
	const place = decisions.filter((each) => meaningOf(each) === meaning).indexOf(decision);
	return { fill: FILLS[meaning], opacity: [1, 0.65, 0.4][place] ?? 0.3 };
}

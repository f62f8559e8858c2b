import type { Differences } from '@/lib/api/search';

export type Difference = Differences['fields'][number];

/** A share as people read it: `92%`, `0.4%`, `<0.1%`. */
export function shareWords(part: number, whole: number): string {
	if (whole === 0 || part === 0) return '0%';
	const percent = (part / whole) * 100;
	if (percent < 0.1) return '<0.1%';
	return `${percent >= 10 || Number.isInteger(percent) ? Math.round(percent) : percent.toFixed(1)}%`;
}

/** How a value's share among the selected compares: `31×`, `only here`, `1/12`, `not here`. */
export function liftWords({ selected, rest, lift }: Pick<Difference, 'selected' | 'rest' | 'lift'>): string {
	if (selected === 0) return 'not here';
	if (rest === 0 || lift === null) return 'only here';
	if (lift >= 1) return `${lift >= 10 ? Math.round(lift).toLocaleString('en') : lift.toFixed(1)}×`;
	const below = 1 / lift;
	return `1/${below >= 10 ? Math.round(below).toLocaleString('en') : below.toFixed(1)}`;
}

/** The whole of a difference as one sentence, for screen readers. */
export function differenceSentence(difference: Difference, whole: Pick<Differences, 'selected' | 'rest'>): string {
	const { selected, rest } = difference;
	return `${selected.toLocaleString('en')} of ${whole.selected.toLocaleString('en')} selected, ${rest.toLocaleString('en')} of ${whole.rest.toLocaleString('en')} others, ${liftWords(difference)}`;
}

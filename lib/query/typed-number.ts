import type { Bound, Test } from './ast';

/** Digits a number may have in all, so that it is the same as a double and as Postgres's numeric. */
const NUMBER = /^-?\d{1,15}(?:\.\d{1,6})?$/;
const DIGITS_MAX = 15;
const WHOLE = /^\d{1,16}$/;

/** How a field writes its numbers. */
export interface NumberForm {
	/** Units behind the number and what they are worth; the bare number is worth 1. */
	readonly units: Readonly<Record<string, number>>;
	/** Only 0, 1, 2, ... up to 2^53 - 1. */
	readonly isWhole: boolean;
}

export const PLAIN_NUMBER: NumberForm = { units: {}, isWhole: false };
export const MILLISECONDS: NumberForm = { units: { ms: 1, s: 1000 }, isWhole: false };
export const WHOLE_NUMBER: NumberForm = { units: {}, isWhole: true };

/** Reads one number; null when it is none, or has more digits than are exact. */
export function typedNumber(text: string, form: NumberForm): number | null {
	const [, digits = text, unit = ''] = /^(.*?\d)([a-z]+)$/.exec(text) ?? [];
	if (unit !== '' && !Object.hasOwn(form.units, unit)) return null;
	if (form.isWhole) {
		const whole = WHOLE.test(digits) ? Number(digits) : Number.NaN;
		return Number.isSafeInteger(whole) ? whole : null;
	}
	if (!NUMBER.test(digits) || digits.replace(/\D/g, '').length > DIGITS_MAX) return null;
	const worth = form.units[unit] ?? 1;
	// adding 0 makes -0 into 0
	return (worth === 1 ? Number(digits) : Number((Number(digits) * worth).toFixed(6))) + 0;
}

type Range = Extract<Test, { op: 'range' }>;

const bound = (value: number | null, inclusive = true): Bound | null => (value === null ? null : { value, inclusive });

/** `>5`, `>=5`, `<5`, `<=5`: read as a range. Undefined: no such sign. Null: no number behind it. */
function compared(text: string, form: NumberForm): Range | null | undefined {
	const [, sign = '', rest = ''] = /^([<>]=?)(.*)$/.exec(text) ?? [];
	if (sign === '') return undefined;
	const value = typedNumber(rest, form);
	if (value === null) return null;
	const end = bound(value, sign.endsWith('='));
	return sign.startsWith('>') ? { op: 'range', min: end, max: null } : { op: 'range', min: null, max: end };
}

/** `1..5`, `1..`, `..5`. Undefined: not written so. Null: an end is no number. */
function spanned(text: string, form: NumberForm): Range | null | undefined {
	const dots = text.indexOf('..');
	if (dots < 0) return undefined;
	const [first, last] = [text.slice(0, dots), text.slice(dots + 2)];
	const [min, max] = [first === '' ? null : typedNumber(first, form), last === '' ? null : typedNumber(last, form)];
	if ((first !== '' && min === null) || (last !== '' && max === null) || (min === null && max === null)) return null;
	return { op: 'range', min: bound(min), max: bound(max) };
}

/** Reads a range or comparison; undefined when the text is written as neither, null when it is but no numbers stand in it. */
export function typedRange(text: string, form: NumberForm): Range | null | undefined {
	const range = compared(text, form);
	return range === undefined ? spanned(text, form) : range;
}

/** Whether no number lies in the range. */
export function isImpossible({ min, max }: Range): boolean {
	if (min === null || max === null) return false;
	return min.value > max.value || (min.value === max.value && !(min.inclusive && max.inclusive));
}

import { AREAS } from './areas';
import type { Test } from './ast';
import { complain, type TestOutcome } from './complaint';
import type { Field } from './fields';
import { nearest } from './nearest';
import type { TypedValue } from './scan';
import { isImpossible, MILLISECONDS, type NumberForm, PLAIN_NUMBER, typedNumber, typedRange, WHOLE_NUMBER } from './typed-number';
import { queryInstant } from './typed-time';

/** The literal texts of a pattern, between its stars. */
export function patternParts(pattern: string): string[] {
	const parts = [''];
	for (let at = 0; at < pattern.length; at++) {
		const character = pattern[at] ?? '';
		if (character === '*') parts.push('');
		else parts[parts.length - 1] += character === '\\' ? (pattern[++at] ?? '') : character;
	}
	return parts;
}

/** A pattern of its literal texts; neighbouring stars become one. */
export function patternOf(parts: readonly string[]): string {
	const inner = parts.filter((part, i) => part !== '' || i === 0 || i === parts.length - 1);
	return inner.map((part) => part.replace(/[\\*]/g, '\\$&')).join('*');
}

const isStars = (parts: readonly string[]) => parts.length > 1 && parts.every((part) => part === '');

function textTest(name: string, { parts, span }: TypedValue): TestOutcome {
	if (isStars(parts)) return { value: { op: 'present' } };
	if (parts.length > 1) return { value: { op: 'matches', pattern: patternOf(parts) } };
	const [value = ''] = parts;
	if (value !== '') return { value: { op: 'equals', value } };
	if (span.from === span.to) return complain(span, `${name}: needs a value; * stands for any.`, '*');
	return complain(span, `An empty value is never recorded. For events without one write -${name}:*`);
}

function areaTest(name: string, value: TypedValue): TestOutcome {
	const outcome = textTest(name, value);
	if (!('value' in outcome) || outcome.value.op !== 'equals') return outcome;
	const area = outcome.value.value;
	if ((AREAS as readonly string[]).includes(area)) return outcome;
	return complain(value.span, `There is no such area. The areas are ${AREAS.join(', ')}.`, nearest(area.toLowerCase(), AREAS));
}

const FORMS: Readonly<Partial<Record<Field['name'], NumberForm>>> = {
	latency: MILLISECONDS,
	'upstream-status': WHOLE_NUMBER,
	seq: WHOLE_NUMBER,
};

function rangeTest(test: Extract<Test, { op: 'range' }>, { span }: TypedValue, text: string): TestOutcome {
	if (!isImpossible(test)) return { value: test };
	const dots = text.indexOf('..');
	const swapped = dots < 0 ? null : `${text.slice(dots + 2)}..${text.slice(0, dots)}`;
	return complain(span, 'Nothing lies in this range: it ends before it begins.', swapped);
}

function numberTest(field: Field, value: TypedValue): TestOutcome {
	const { name } = field;
	const form = FORMS[name] ?? PLAIN_NUMBER;
	if (isStars(value.parts)) return { value: { op: 'present' } };
	const text = value.parts.join('*');
	if (text === '')
		return complain(
			value.span,
			`${name}: needs a number or a range, such as ${name}:${field.example}`,
			value.span.from === value.span.to ? '*' : null,
		);
	const range = typedRange(text, form);
	if (range !== undefined && range !== null) return rangeTest(range, value, text);
	const number = range === null ? null : typedNumber(text, form);
	if (number === null)
		return complain(value.span, `${name} is a ${form.isWhole ? 'whole ' : ''}number: write ${name}:500, ${name}:>500 or ${name}:100..500`);
	const end = { value: number, inclusive: true };
	return { value: { op: 'range', min: end, max: end } };
}

const INSTANT_HELP = 'an instant, such as 15m, 2h, 7d, 2026-11-21 or 2026-11-21T10:00:00Z';

function instantTest(field: Field, value: TypedValue, nowMicros: bigint): TestOutcome {
	const { name } = field;
	const text = value.parts.join('*');
	const at = queryInstant(text, nowMicros);
	if (at === null) {
		if (text.includes('..')) return complain(value.span, `${name} is ${INSTANT_HELP}. For a range write since: and until:`);
		const withUnit = /^\d{1,6}$/.test(text) ? `${text}m` : text === '' ? '15m' : null;
		return complain(value.span, `${name} is ${INSTANT_HELP}.`, withUnit);
	}
	if (name === 'since') return { value: { op: 'range', min: { value: at, inclusive: true }, max: null } };
	return { value: { op: 'range', min: null, max: { value: at, inclusive: false } } };
}

/** What a value asks of a field. */
export function fieldTest(field: Field, value: TypedValue, nowMicros: bigint): TestOutcome {
	if (field.kind === 'number') return numberTest(field, value);
	if (field.kind === 'instant') return instantTest(field, value, nowMicros);
	return field.name === 'area' ? areaTest('area', value) : textTest(field.name, value);
}

/**
 * What a value asks of a path of the metadata, whose values may be texts or numbers: signs of comparison ask for numbers, `..` does
 * when numbers stand beside it, anything else is a text.
 */
export function metadataTest(name: string, value: TypedValue): TestOutcome {
	const [text = ''] = value.parts;
	if (!value.isPlain || value.parts.length > 1) return textTest(name, value);
	const range = typedRange(text, PLAIN_NUMBER);
	if (range !== undefined && range !== null) return rangeTest(range, value, text);
	if (range === null && /^[<>]/.test(text))
		return complain(value.span, 'A comparison needs a number. Put a text in quotes.', `"${text.replace(/[\\"*]/g, '\\$&')}"`);
	return textTest(name, value);
}

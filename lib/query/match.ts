import type { Query, Test, WordsLeaf } from './ast';
import { compareDecimals } from './decimal';
import type { FieldName } from './field-names';
import { field } from './fields';
import { isNumber, scalarText } from './json-items';
import { patternParts } from './test-of';
import { normaliseNeedle } from './words';

/** One value of a field: as patterns see it, and whole. They differ for values longer than the dictionary keeps (termOf). */
export interface FieldText {
	readonly text: string;
	readonly whole: string;
}

/** What `matches` asks of an event; queryEventOf makes one. */
export interface QueryEvent {
	/** Microseconds since the epoch. */
	readonly occurredAt: bigint;
	/** ` words of the event ` in normal form, a blank at either end. */
	readonly words: string;
	textsOf(name: FieldName): readonly FieldText[];
	/** Decimal digits. */
	numbersOf(name: FieldName): readonly string[];
	/** The scalar values at a path of the masked metadata, as JSON text. */
	metadataAt(path: readonly string[]): readonly string[];
}

/** Whether a text is one of the pattern's, stars standing for any run of characters. Takes time in proportion to the text. */
export function globHolds(parts: readonly string[], text: string): boolean {
	const first = parts[0] ?? '';
	const last = parts.at(-1) ?? '';
	if (parts.length === 1) return text === first;
	if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
	let at = first.length;
	for (const part of parts.slice(1, -1)) {
		const found = text.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return at <= text.length - last.length;
}

type RangeTest = Extract<Test, { op: 'range' }>;

function numberHolds({ min, max }: RangeTest, digits: string): boolean {
	const aboveMin = min === null ? 1 : compareDecimals(digits, String(min.value));
	const belowMax = max === null ? -1 : compareDecimals(digits, String(max.value));
	return (aboveMin > 0 || (aboveMin === 0 && min?.inclusive === true)) && (belowMax < 0 || (belowMax === 0 && max?.inclusive === true));
}

function instantHolds({ min, max }: RangeTest, at: bigint): boolean {
	if (min !== null && (at < min.value || (at === BigInt(min.value) && !min.inclusive))) return false;
	return max === null || at < max.value || (at === BigInt(max.value) && max.inclusive);
}

function textHolds(test: Test, values: readonly FieldText[]): boolean {
	if (test.op === 'present') return values.length > 0;
	if (test.op === 'equals') return values.some(({ text, whole }) => text === test.value || whole === test.value);
	if (test.op === 'range') return false;
	const parts = patternParts(test.pattern);
	return values.some(({ text }) => globHolds(parts, text));
}

function fieldHolds(name: FieldName, test: Test, event: QueryEvent): boolean {
	const { kind } = field(name);
	if (kind === 'text') return textHolds(test, event.textsOf(name));
	if (kind === 'instant') return test.op === 'range' ? instantHolds(test, event.occurredAt) : test.op === 'present';
	const numbers = event.numbersOf(name);
	if (test.op === 'present') return numbers.length > 0;
	return test.op === 'range' && numbers.some((digits) => numberHolds(test, digits));
}

function metadataHolds(path: readonly string[], test: Test, event: QueryEvent): boolean {
	const values = event.metadataAt(path);
	if (test.op === 'range') return values.filter(isNumber).some((digits) => numberHolds(test, digits));
	return textHolds(
		test,
		values.map(scalarText).map((text) => ({ text, whole: text })),
	);
}

/** The text that must lie in an event's words. */
export function needleOf({ text, starBefore, starAfter }: WordsLeaf): string {
	return `${starBefore ? '' : ' '}${normaliseNeedle(text)}${starAfter ? '' : ' '}`;
}

/** Whether an event is one of those a query asks for: the same answer as the SQL of db/queries/search gives. Names are resolved before. */
export function matches(query: Query, event: QueryEvent): boolean {
	switch (query.kind) {
		case 'all':
			return true;
		case 'and':
			return query.of.every((part) => matches(part, event));
		case 'or':
			return query.of.some((part) => matches(part, event));
		case 'not':
			return !matches(query.of, event);
		case 'field':
			return fieldHolds(query.field, query.test, event);
		case 'metadata':
			return metadataHolds(query.path, query.test, event);
		case 'words':
			return event.words.includes(needleOf(query));
	}
}

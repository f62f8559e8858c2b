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

/** Whether one of a field's values is asked for. */
function textTest(test: Test): (values: readonly FieldText[]) => boolean {
	if (test.op === 'present') return (values) => values.length > 0;
	if (test.op === 'equals') {
		const asked = test.value;
		// loops: of thousands of queries each is asked of every event that comes
		return (values) => {
			for (const { text, whole } of values) if (text === asked || whole === asked) return true;
			return false;
		};
	}
	if (test.op === 'range') return () => false;
	const parts = patternParts(test.pattern);
	return (values) => values.some(({ text }) => globHolds(parts, text));
}

function fieldTest(name: FieldName, test: Test): Predicate {
	const { kind } = field(name);
	if (kind === 'text') {
		const holds = textTest(test);
		return (event) => holds(event.textsOf(name));
	}
	if (kind === 'instant') return (event) => (test.op === 'range' ? instantHolds(test, event.occurredAt) : test.op === 'present');
	if (test.op === 'present') return (event) => event.numbersOf(name).length > 0;
	if (test.op !== 'range') return () => false;
	return (event) => event.numbersOf(name).some((digits) => numberHolds(test, digits));
}

function metadataTest(path: readonly string[], test: Test): Predicate {
	if (test.op === 'range')
		return (event) =>
			event
				.metadataAt(path)
				.filter(isNumber)
				.some((digits) => numberHolds(test, digits));
	const holds = textTest(test);
	return (event) =>
		holds(
			event
				.metadataAt(path)
				.map(scalarText)
				.map((text) => ({ text, whole: text })),
		);
}

/** The text that must lie in an event's words. */
export function needleOf({ text, starBefore, starAfter }: WordsLeaf): string {
	return `${starBefore ? '' : ' '}${normaliseNeedle(text)}${starAfter ? '' : ' '}`;
}

export type Predicate = (event: QueryEvent) => boolean;

/** A query as a function that is asked of many events: what does not depend on the event is worked out once. */
export function predicateOf(query: Query): Predicate {
	switch (query.kind) {
		case 'all':
			return () => true;
		case 'and': {
			const parts = query.of.map(predicateOf);
			return (event) => {
				for (const part of parts) if (!part(event)) return false;
				return true;
			};
		}
		case 'or': {
			const parts = query.of.map(predicateOf);
			return (event) => {
				for (const part of parts) if (part(event)) return true;
				return false;
			};
		}
		case 'not': {
			const part = predicateOf(query.of);
			return (event) => !part(event);
		}
		case 'field':
			return fieldTest(query.field, query.test);
		case 'metadata':
			return metadataTest(query.path, query.test);
		case 'words': {
			const needle = needleOf(query);
			return (event) => event.words.includes(needle);
		}
	}
}

/** Whether an event is one of those a query asks for: the same answer as the SQL of db/queries/search gives. Names are resolved before. */
export function matches(query: Query, event: QueryEvent): boolean {
	return predicateOf(query)(event);
}

import { redactText } from '../../../lib/evidence/redact';
import type { Leaf, Test } from '../../../lib/query/ast';
import { field } from '../../../lib/query/fields';
import { patternParts } from '../../../lib/query/test-of';
import { normaliseNeedle, wordHash, words } from '../../../lib/query/words';
import type { Normal } from './normal-form';

/** Sets of word hashes: an event that matches holds every word of one of them. Null: nothing is known. */
export type WantedWords = readonly (readonly number[])[] | null;

/** Above this many sets the index is not worth asking. */
const SETS_MAX = 16;

/** Words that stand whole in a text that may go on where there is a star. */
function wholeWords(text: string, starBefore: boolean, starAfter: boolean): string[] {
	const inside = normaliseNeedle(text);
	const found = inside.split(' ');
	if (starBefore) found.shift();
	if (starAfter) found.pop();
	return [...new Set(found)].filter((word) => word !== '');
}

function testWords(test: Test): string[] {
	if (test.op === 'equals') return words(test.value);
	if (test.op !== 'matches') return [];
	const parts = patternParts(test.pattern);
	return [...new Set(parts.flatMap((part, i) => wholeWords(part, i > 0, i < parts.length - 1)))];
}

/** Columns are matched as they are and indexed masked: of a pattern nobody knows what of it is masked. */
function isIndexed(test: Test): boolean {
	return test.op === 'equals' && redactText(test.value) === test.value;
}

function leafWords(leaf: Leaf): string[] {
	if (leaf.kind === 'words') return wholeWords(leaf.text, leaf.starBefore, leaf.starAfter);
	if (leaf.kind === 'metadata') return testWords(leaf.test);
	const { column, from } = field(leaf.field);
	if (column !== null || leaf.field === 'request') return [];
	const isColumn = from.some((source) => source.in === 'event');
	return isColumn && !isIndexed(leaf.test) ? [] : testWords(leaf.test);
}

/** What words an event must hold to match. Masked values and numbers written in another way are never asked for. */
export function wantedWords(form: Normal): WantedWords {
	if (form.kind === 'leaf') {
		if (form.negated) return null;
		const hashes = leafWords(form.leaf).map(wordHash);
		return hashes.length === 0 ? null : [hashes];
	}
	if (form.kind === 'and') {
		const parts = form.of.map(wantedWords).filter((part) => part !== null);
		const single = parts.filter((part) => part.length === 1).flatMap((part) => part[0] ?? []);
		const [choice] = parts.filter((part) => part.length > 1).toSorted((a, b) => a.length - b.length);
		if (choice !== undefined) return choice.map((set) => [...new Set([...set, ...single])]);
		return single.length === 0 ? null : [[...new Set(single)]];
	}
	if (form.kind === 'or') {
		const parts = form.of.map(wantedWords);
		if (parts.some((part) => part === null)) return null;
		const sets = parts.flatMap((part) => part ?? []);
		return sets.length > SETS_MAX ? null : sets;
	}
	return null;
}

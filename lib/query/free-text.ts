import type { Query } from './ast';
import { complain, type Outcome } from './complaint';
import { quoted } from './name-of';
import type { TypedValue } from './scan';

/** ASCII that no word holds, at the ends of a text; free text looks for words, so it says nothing there. */
const BEFORE = /^[^A-Za-z0-9_\u0080-\uffff]+/;
const AFTER = /[^A-Za-z0-9_\u0080-\uffff]+$/;

/** What free text asks: a word or phrase, with a star at an end when the word may go on there. A star alone is everything. */
export function wordsQuery(value: TypedValue): Outcome<Query> {
	const { parts, span } = value;
	const starBefore = parts.length > 1 && parts[0] === '';
	const starAfter = parts.length > 1 && parts.at(-1) === '';
	const inner = parts.filter((part) => part !== '');
	if (inner.length === 0 && parts.length > 1) return { value: { kind: 'all' } };
	if (inner.length > 1)
		return complain(
			span,
			'In free text a star stands at the beginning or end of a word or phrase. Write \\* for the sign itself.',
			`${starBefore ? '*' : ''}${quoted(inner.join('*'))}${starAfter ? '*' : ''}`,
		);
	let [text = ''] = inner;
	if (!starBefore) text = text.replace(BEFORE, '');
	if (!starAfter) text = text.replace(AFTER, '');
	if (!/[A-Za-z0-9_\u0080-\uffff]/.test(text)) return complain(span, 'There is no letter or digit here to look for.');
	return { value: { kind: 'words', text, starBefore, starAfter, span } };
}

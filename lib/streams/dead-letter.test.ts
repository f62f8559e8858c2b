import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatLetters, mentionOf, parseLetters, toldLetter } from './dead-letter';

const buffers = (...texts: string[]) => texts.map((text) => Buffer.from(text));

test('every text is found where JSON has it as a value, and not as a part of another', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (text) => {
			// these stand between any two quotes
			fc.pre(text !== ':' && text !== ',');
			const isMentioned = mentionOf(text);
			const found = (value: unknown) => isMentioned(buffers('src_data', JSON.stringify(value)));
			expect(found({ metadata_json: { list: [text] } })).toBe(true);
			expect(found({ request_id: `${text}-x`, other: `x-${text}` })).toBe(false);
			expect(isMentioned(buffers('src_edge_id', text))).toBe(true);
		}),
	);
});

test('what is told of a letter survives being stored, whatever the letter holds', () => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({ maxLength: 30 })), fc.string(), (fields, entryId) => {
			const letter = toldLetter(
				entryId,
				fields.map((each) => Buffer.from(each)),
			);
			expect(parseLetters(formatLetters([letter]))).toEqual([letter]);
		}),
	);
	expect(parseLetters('[{"zone":1}]')).toBeNull();
	expect(parseLetters('')).toBeNull();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf } from './highlight';

const marked = (text: string, ...words: string[]) =>
	piecesOf(text, words)
		.map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text))
		.join('');

test('words are marked whatever their case, the first and longest first', () => {
	expect(marked('mailer wanted CRM:export on crm', 'crm', 'want')).toBe('mailer [want]ed [CRM]:export on [crm]');
	expect(marked('aaa', 'a', 'aa')).toBe('[aa][a]');
	expect(marked('İstanbul bul', 'bul')).toBe('İstan[bul] [bul]');
	expect(marked('none', '')).toBe('none');
});

test('the pieces are the text', () => {
	fc.assert(
		fc.property(fc.string(), fc.array(fc.string({ maxLength: 3 })), (text, words) => {
			expect(
				piecesOf(text, words)
					.map((piece) => piece.text)
					.join(''),
			).toBe(text);
		}),
	);
});

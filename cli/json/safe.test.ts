import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeJson } from './safe';

test('nothing in it moves the cursor, reorders or hides; a parser reads the same value', () => {
	const texts = fc.string({
		unit: fc.oneof(fc.constantFrom('\u001b', '\u009b', '\u202e', '\u200b', '\u2028', '\u{e0041}', '\n', '\ud800'), fc.string()),
	});
	fc.assert(
		fc.property(fc.dictionary(texts, texts), (value) => {
			const text = safeJson(value);
			expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
			expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
});

test('indented JSON keeps its line breaks', () => {
	expect(safeJson({ a: '\u202e\n' }, 2)).toBe('{\n  "a": "\\u202e\\n"\n}');
});

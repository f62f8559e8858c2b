import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonLines } from './json-lines';

const draw = (text: string, linesMax = 1000) =>
	jsonLines(text, linesMax)
		.lines.map((line) => '  '.repeat(line.depth) + line.tokens.map((token) => token.text).join(''))
		.join('\n');

test('numbers stay as they are written, keys and values keep their order', () => {
	expect(draw('{"big": 12345678901234567890.10, "a": [], "o": {"x": [1, true, null]}}')).toBe(
		[
			'{',
			'  "big": 12345678901234567890.10,',
			'  "a": [],',
			'  "o": {',
			'    "x": [',
			'      1,',
			'      true,',
			'      null',
			'    ]',
			'  }',
			'}',
		].join('\n'),
	);
});

test('drawn JSON is the same JSON', () => {
	fc.assert(
		fc.property(fc.jsonValue({ stringUnit: fc.constantFrom('a', '"', '\\', '{', ',', ' ') }), (value) => {
			expect(JSON.parse(draw(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
});

test('hidden characters are named, long strings say how long they are', () => {
	expect(draw('"a\u202eb"')).toBe('"a⟨U+202E⟩b"');
	expect(draw(JSON.stringify('x'.repeat(1000)))).toMatch(/^"x{299}…" \(1000 characters\)$/);
});

test('what is no JSON is drawn as it is, and lines are bounded', () => {
	expect(draw('{"a": oops}')).toBe('{\n  "a": oops}');
	expect(jsonLines('[1,2,3]', 2)).toMatchObject({ more: true, lines: { length: 2 } });
	fc.assert(fc.property(fc.string(), (text) => jsonLines(text, 50).lines.length <= 50));
});

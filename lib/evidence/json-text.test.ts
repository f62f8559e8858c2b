import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonText, jsonText, writeJson } from './json-text';

test('texts are embedded to the character, wherever they stand', () => {
	const text = '{"n": 12345678901234567890.10, "s": "$1 $& \\u0000"}';
	expect(writeJson({ a: new JsonText(text), list: [new JsonText('1e400'), jsonText(null)], b: 'x' })).toBe(
		`{"a":${text},"list":[1e400,null],"b":"x"}`,
	);
	expect(writeJson(new JsonText('[ ]'))).toBe('[ ]');
});

test('everything else is written as JSON.stringify does, texts that look like a mark too', () => {
	fc.assert(
		fc.property(fc.jsonValue({ noUnicodeString: false }), fc.string(), (value, text) => {
			expect(writeJson({ value, text: `\u0000${text}:0`, gone: undefined })).toBe(JSON.stringify({ value, text: `\u0000${text}:0` }));
			expect(writeJson([new JsonText('0.10'), value])).toBe(`[0.10,${JSON.stringify(value)}]`);
		}),
	);
});

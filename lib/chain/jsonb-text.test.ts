import { describe, expect, test } from 'vitest';
import { JSON_DEPTH_MAX } from '../events/contract';
import { JsonRejected } from './json-rejected';
import { jsonbText } from './jsonb-text';

function reasonOf(json: string): string {
	try {
		jsonbText(json);
	} catch (error) {
		if (error instanceof JsonRejected) return error.reason;
		throw error;
	}
	throw new Error('it was accepted');
}

test.each([
	[' {"bb":1,"a":2, "":3 } ', '{"": 3, "a": 2, "bb": 1}'],
	['{"b":1,"a":{"y":[],"x":{}},"b":2}', '{"a": {"x": {}, "y": []}, "b": 2}'],
	['{"é":1,"zz":2,"~":3}', '{"~": 3, "zz": 2, "é": 1}'],
	['{"\u{1F600}":1,"\uFFFF\u00E9":2,"\uFFFFz":3,"\\uE000":4}', '{"\uE000": 4, "\uFFFFz": 3, "\u{1F600}": 1, "\uFFFF\u00E9": 2}'],
	['{"__proto__":1,"constructor":2,"__proto__":{"a":1}}', '{"__proto__": {"a": 1}, "constructor": 2}'],
	['"\\u0041\\u00e9\\ud83d\\ude00\\/\\u007f"', '"Aé\u{1F600}/\u007f"'],
	['"\\b\\f\\n\\r\\t\\"\\\\\\u0001\\u001F"', '"\\b\\f\\n\\r\\t\\"\\\\\\u0001\\u001f"'],
	['"<>&\u2028"', '"<>&\u2028"'],
	['{"\\u0061":1,"a":2}', '{"a": 2}'],
	['{"a\\"b":1}', '{"a\\"b": 1}'],
	['[1e3,1.50,-0,1E-5,-0.0,12345678901234567890123]', '[1000, 1.50, 0, 0.00001, 0.0, 12345678901234567890123]'],
	['[true,false,null,"",{},[]]', '[true, false, null, "", {}, []]'],
	['[\n\t1\r,2 ]', '[1, 2]'],
	['"\\\\u0000"', '"\\\\u0000"'],
])('%s', (json, text) => {
	expect(jsonbText(json)).toBe(text);
});

test('many keys are ordered like few', () => {
	const keys = Array.from({ length: 500 }, (_, i) => `k${(i * 7919) % 500}`);
	const sorted = [...keys].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
	expect(jsonbText(`{${keys.map((key) => `"${key}":1`).join(',')}}`)).toBe(`{${sorted.map((key) => `"${key}": 1`).join(', ')}}`);
	expect(jsonbText(`{${[...keys, ...keys].map((key, i) => `"${key}":${i}`).join(',')}}`)).toBe(
		`{${sorted.map((key) => `"${key}": ${keys.indexOf(key) + 500}`).join(', ')}}`,
	);
});

describe('a document with the escape of U+0000', () => {
	test.each([
		['{"a\\u0000b":"c\\u0000d"}', '{"ab": "cd"}'],
		[
			'{"x":"\\u0000","n":[1.50,1e3,-0,1e-7,1.5e21,12345678901234567890]}',
			'{"n": [1.5, 1000, 0, 0.0000001, 1500000000000000000000, 12345678901234567000], "x": ""}',
		],
		['["\\u0000","\\ud800"]', '["", "\uFFFD"]'],
		['{"a":1,"a\\u0000":2}', '{"a": 2}'],
		['["\\u0000", 9007199254740993]', '["", 9007199254740992]'],
	])('%s', (json, text) => {
		expect(jsonbText(json)).toBe(text);
	});

	test('is rejected when a number exceeds float64, as Go would not marshal it again', () => {
		expect(reasonOf('["\\u0000",1e400]')).toBe('number out of range');
		expect(jsonbText('[1e400]')).toHaveLength(403);
	});

	test('is not one when only a look-alike occurs', () => {
		expect(jsonbText('["\\\\u0000",1.50]')).toBe('["\\\\u0000", 1.50]');
	});
});

describe('rejected', () => {
	test.each([
		['', 'unexpected end of JSON input'],
		['nul', 'unexpected end of JSON input'],
		['{"a":1,}', 'unexpected character at byte 7'],
		['[1,]', 'unexpected character at byte 3'],
		['{"a" 1}', 'unexpected character at byte 5'],
		['{a:1}', 'unexpected character at byte 1'],
		['01', 'unexpected character at byte 1'],
		['1.', 'unexpected end of JSON input'],
		['.5', 'unexpected character at byte 0'],
		['+1', 'unexpected character at byte 0'],
		['1 1', 'unexpected character at byte 2'],
		['"\t"', 'control character in a string'],
		['"a', 'unexpected end of JSON input'],
		['"\\', 'unexpected end of JSON input'],
		['"\\u12', 'invalid escape in a string'],
		['"\\x"', 'invalid escape in a string'],
		['"\\u12g4"', 'invalid escape in a string'],
		['NaN', 'unexpected character at byte 0'],
		['\uFEFF1', 'unexpected character at byte 0'],
		['"\\ud800"', 'lone surrogate'],
		['"\\udc00"', 'lone surrogate'],
		['"\\ud800\\u0041"', 'lone surrogate'],
		['{"a":"\\ud800","a":1}', 'lone surrogate'],
		['"\ud800"', 'lone surrogate'],
		['1e131072', 'number out of range'],
		['{"a":1e-16384,"a":1}', 'number out of range'],
	])('%s: %s', (json, reason) => {
		expect(reasonOf(json)).toBe(reason);
	});

	test('nesting beyond the bound, however deep', () => {
		const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
		expect(jsonbText(nested(JSON_DEPTH_MAX))).toBe(nested(JSON_DEPTH_MAX));
		expect(reasonOf(nested(JSON_DEPTH_MAX + 1))).toBe(`nested deeper than ${JSON_DEPTH_MAX}`);
		expect(reasonOf('['.repeat(5_000_000))).toBe(`nested deeper than ${JSON_DEPTH_MAX}`);
		expect(reasonOf(`${'{"a":'.repeat(JSON_DEPTH_MAX + 1)}1${'}'.repeat(JSON_DEPTH_MAX + 1)}`)).toBe(
			`nested deeper than ${JSON_DEPTH_MAX}`,
		);
	});

	test('a text form that a few exponents blow up', () => {
		expect(reasonOf(`[${Array.from({ length: 2000 }, () => '1e131071').join(',')}]`)).toBe('text form too long');
	});
});

test('the largest documents go through', () => {
	const text = 'x'.repeat(5_000_000);
	expect(jsonbText(`{"b":"${text}","a":"\\n${text}"}`)).toBe(`{"a": "\\n${text}", "b": "${text}"}`);
	const numbers = Array.from({ length: 500_000 }, (_, i) => i);
	expect(jsonbText(`[${numbers.join(',')}]`)).toBe(`[${numbers.join(', ')}]`);
	// and what they grew is given back: a small one is right afterwards
	expect(jsonbText('{"b":1,"a":2}')).toBe('{"a": 2, "b": 1}');
});

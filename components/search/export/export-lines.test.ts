import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExportFormat, ExportLines } from './export-lines';

function read(text: string, format: ExportFormat, cuts: readonly number[] = []): ExportLines {
	const bytes = new TextEncoder().encode(text);
	const lines = new ExportLines(format);
	let from = 0;
	for (const cut of [...cuts.map((each) => each % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
		lines.push(bytes.subarray(from, cut));
		from = cut;
	}
	return lines;
}

const CSV = 'time,what\n1,"a ""b""\nc"\n2,d\n# rows: 2\n';
const NDJSON = '{"a":1}\n{"a":"\\"x"}\n{"trailer":{"rows":2,"complete":true}}\n';

describe('the lines of an export', () => {
	test.each([
		['csv', CSV],
		['ndjson', NDJSON],
	] as const)('%s: rows and the last line agree, however the bytes are cut', (format, text) => {
		fc.assert(
			fc.property(fc.array(fc.nat(), { maxLength: 8 }), (cuts) => {
				expect(read(text, format, cuts).end()).toEqual({ rows: 2, complete: true });
			}),
		);
	});

	test.each([
		['csv', CSV],
		['ndjson', NDJSON],
	] as const)('%s: a file cut anywhere is noticed', (format, text) => {
		for (let length = 0; length < text.length; length++) expect(read(text.slice(0, length), format).end()).toBeNull();
	});

	test('rows missing in the middle are noticed', () => {
		expect(read('time\n1\n# rows: 2\n', 'csv').end()).toBeNull();
	});

	test('a file the console says is not whole is not taken for one', () => {
		expect(read('{"a":1}\n{"trailer":{"rows":1,"complete":false}}\n', 'ndjson').end()).toEqual({ rows: 1, complete: false });
	});

	test('no row is a whole file too', () => {
		expect(read('time\n# rows: 0\n', 'csv').end()).toEqual({ rows: 0, complete: true });
	});
});

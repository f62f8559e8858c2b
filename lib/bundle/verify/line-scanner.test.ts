import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes, utf8Text } from '../../primitives/text';
import { BundleRejected } from '../form';
import { ByteRun, LineScanner } from './line-scanner';

/** The text the scanner reads in a JSON string, or null when it refuses it. */
function scan(bytes: Uint8Array): string | null {
	const scanner = new LineScanner();
	const run = new ByteRun();
	const line = Uint8Array.from([...bytes, 0x0a]);
	try {
		scanner.begin(line, 0, line.length);
		scanner.text(run);
		if (scanner.endOfLine() !== bytes.length) return null;
		scanner.begin(line, 0, line.length);
		scanner.skipText();
		if (scanner.endOfLine() !== bytes.length) return null;
	} catch (error) {
		if (error instanceof BundleRejected) return null;
		throw error;
	}
	return utf8Text(run.view());
}

/** What it must read: the text, if these bytes are the one way to write it. */
function expected(bytes: Uint8Array): string | null {
	const text = utf8Text(bytes);
	if (text === null) return null;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
	return typeof value === 'string' && value.isWellFormed() && JSON.stringify(value) === text ? value : null;
}

const anyText = fc.string({
	unit: fc.oneof(
		fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
		fc.constantFrom('\u001f', '\u0000', '\n', '"', '\\', '\u007f', '\u2028', '😀'),
	),
});

describe('text in a line', () => {
	it('is read as JSON has it', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				expect(scan(utf8Bytes(JSON.stringify(text)))).toBe(text);
			}),
			{ numRuns: 500 },
		);
	});

	it('is refused exactly where it is not the one form', () => {
		const piece = fc.oneof(
			fc.constantFrom('"', '\\', '\\u00', '\\u001f', '\\u000a', '\\u0041', '\\u001F', '\\/', '\\n', '\\x', '\\ud83d', 'é', '1f', ' '),
			fc.string({ maxLength: 3 }),
		);
		const made = fc.array(piece, { maxLength: 5 }).map((pieces) => utf8Bytes(`"${pieces.join('')}"`));
		const raw = fc.uint8Array({ maxLength: 6 }).map((bytes) => Uint8Array.of(0x22, ...bytes, 0x22));
		const high = fc.array(fc.constantFrom(0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xef, 0xf0, 0x90, 0xf4, 0x8f, 0xf5), {
			maxLength: 5,
		});
		const sequences = high.map((bytes) => Uint8Array.of(0x22, ...bytes, 0x22));
		fc.assert(
			fc.property(fc.oneof(made, raw, sequences), (bytes) => {
				expect(scan(bytes)).toBe(expected(bytes));
			}),
			{ numRuns: 4000 },
		);
	});
});

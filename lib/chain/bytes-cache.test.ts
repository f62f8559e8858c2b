import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteSink } from './byte-sink';
import { BytesCache, textCache } from './bytes-cache';

test('gives the text of any span, remembered or not', () => {
	const cache = textCache();
	const text = fc.oneof(
		fc.constantFrom('allow', 'deny', '', 'a', 'ab', 'abc', 'abcd', 'x'.repeat(64), 'x'.repeat(65)),
		fc.string({ unit: 'grapheme', maxLength: 40 }),
	);
	fc.assert(
		fc.property(fc.array(text, { maxLength: 50 }), (texts) => {
			const sink = new ByteSink(8);
			for (const one of texts) {
				const start = sink.end;
				sink.putText(one);
				// what lies behind a span is not part of it
				const end = sink.end;
				sink.putText('~~~~');
				expect(cache.get(sink, start, end)).toBe(one);
				expect(cache.get(sink, start, end)).toBe(one);
			}
		}),
	);
});

test('makes a value once for spans it remembers', () => {
	let made = 0;
	const cache = new BytesCache(() => made++);
	const sink = new ByteSink(8);
	sink.putText('allow/allow/deny');
	expect([cache.get(sink, 0, 5), cache.get(sink, 6, 11), cache.get(sink, 12, 16), cache.get(sink, 0, 5)]).toEqual([0, 0, 1, 0]);
});

test('spans that share a slot never share a value', () => {
	const cache = textCache();
	const sink = new ByteSink(8);
	const spans: [number, number][] = [];
	for (let i = 0; i < 50_000; i++) {
		const start = sink.end;
		sink.putText(`value ${i}`);
		spans.push([start, sink.end]);
	}
	sink.reserve(8);
	let wrong = 0;
	for (let round = 0; round < 2; round++) {
		for (const [i, [start, end]] of spans.entries()) if (cache.get(sink, start, end) !== `value ${i}`) wrong++;
	}
	expect(wrong).toBe(0);
});

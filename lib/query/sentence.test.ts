import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRfc3339Micros } from '../time';
import { parseQuery } from './parse';
import { sentenceOf } from './sentence';
import { queryTextArbitrary } from './testing/arbitrary';

const context = { nowMicros: parseRfc3339Micros('2026-11-21T12:00:00Z') ?? 0n };

test.each([
	['', ''],
	['decision:deny app:billing since:15m', 'denied, application billing, last 15 minutes'],
	['decision:deny,allow', 'denied or allowed'],
	['decision:pending -decision:none', 'pending, not without a decision'],
	['decision:odd', 'decision odd'],
	['-type:a,b', 'not type a or b'],
	['app:* -app:* label:*', 'with an application, without application, with a label'],
	['app:bill*', 'application bill…'],
	['latency:>500', 'latency over 500 ms'],
	['latency:100..500', 'latency 100 ms to 500 ms'],
	['upstream-status:<=499', 'upstream status at most 499'],
	['seq:1000..2000', 'place in the chain 1,000 to 2,000'],
	['"mfa required" pay*', '“mfa required”, “pay…”'],
	['a (label:x OR host:y)', '“a”, (label x or host y)'],
	['a OR b c', '“a” or (“b”, “c”)'],
	['NOT (a b)', 'not (“a”, “b”)'],
	['-*', 'nothing'],
	['since:1h', 'last hour'],
	['until:1d', 'before 1 day ago'],
	['since:2026-11-21T10:00:00Z', 'since 2026-11-21 10:00:00 UTC'],
	['meta.a.b:x', 'a.b x'],
	['resource:"evil\u202e\n"', 'resource evil⟨U+202E⟩⟨LF⟩'],
])('%j is %j', (text, expected) => {
	expect(sentenceOf(parseQuery(text, context).query, text)).toBe(expected);
});

test('without its text an instant is told as one', () => {
	expect(sentenceOf(parseQuery('since:15m', context).query)).toBe('since 2026-11-21 11:45:00 UTC');
});

test('any query has words', () => {
	fc.assert(
		fc.property(queryTextArbitrary, (text) => {
			expect(sentenceOf(parseQuery(text, context).query, text)).not.toMatch(/^$|undefined|\[object/);
		}),
	);
});

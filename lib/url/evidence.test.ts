import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVIDENCE_KINDS } from '../api/evidence-names';
import { EMPTY_BUNDLE, type EvidenceState, evidenceHref, formatEvidence, parseEvidence } from './evidence';
import { PRESETS, type Preset, type TimeRange } from './range';

const ranges: fc.Arbitrary<TimeRange> = fc.oneof(
	fc.constant<TimeRange>({ kind: 'all' }),
	fc.constantFrom(...(Object.keys(PRESETS) as Preset[])).map((preset): TimeRange => ({ kind: 'last', preset })),
	fc
		.tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
		.map(([from, more]): TimeRange => ({ kind: 'between', from, to: from + more })),
);
const texts = fc.string({ maxLength: 60 }).map((text) => text.toWellFormed());
const states: fc.Arbitrary<EvidenceState> = fc.record({
	job: fc.option(fc.uuid()),
	form: fc.option(
		fc.record({
			kind: fc.constantFrom(...EVIDENCE_KINDS),
			subject: texts,
			zones: fc.uniqueArray(
				texts.filter((text) => text !== ''),
				{ maxLength: 4 },
			),
			q: texts,
			range: ranges,
		}),
	),
});

test('an address is read as it was written', () => {
	fc.assert(
		fc.property(states, (state) => {
			expect(parseEvidence(new URLSearchParams(formatEvidence(state)))).toEqual(state);
		}),
	);
});

test('whatever is not understood falls back', () => {
	expect(parseEvidence([['new', 'everything']])).toEqual({ job: null, form: null });
	const odd = [
		['new', 'search'],
		['from', 'yesterday'],
		['job', '../x'],
	] as const;
	expect(parseEvidence(odd)).toEqual({ job: null, form: { ...EMPTY_BUNDLE, kind: 'search' } });
	expect(evidenceHref({ form: { subject: 'req 1', zones: ['a,b'] } })).toBe('/evidence?new=request&subject=req%201&zone=a%5C%2Cb');
	expect(evidenceHref()).toBe('/evidence');
});

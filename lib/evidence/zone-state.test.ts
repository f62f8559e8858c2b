import { expect, test } from 'vitest';
import { worstOf, type ZoneFacts, zoneState } from './zone-state';

const NOW = 1_800_000_000_000_000n;
const ago = (minutes: number) => NOW - BigInt(minutes) * 60_000_000n;
const WELL: ZoneFacts = {
	...{ seq: 1200, verifiedSeq: 1100, verifiedAt: ago(30), oldestUnverifiedAt: ago(29), oldestUnanchoredAt: ago(1) },
	...{ findings: [], brokenSeq: null },
};

test.each<[string, Partial<ZoneFacts>, string]>([
	['verified within the hour, and anchored', {}, 'whole: verified to #1,100'],
	['never verified', { verifiedAt: null, verifiedSeq: 0 }, 'unknown: not verified yet'],
	['a sweep has ended, and nothing was good', { verifiedSeq: 0 }, 'unknown: not verified yet'],
	['no sweep for hours', { oldestUnverifiedAt: ago(121) }, 'unknown: not verified beyond #1,100 for over 2 h'],
	['no sweep for hours, but nothing came either', { oldestUnverifiedAt: null, verifiedAt: ago(999) }, 'whole: verified to #1,100'],
	['nothing reaches an anchor', { oldestUnanchoredAt: ago(6) }, 'attention: verified to #1,100, but no anchor holds the newest events'],
	['an anchor lags', { findings: ['anchor_lagging'] }, 'attention: 1 open finding'],
	['an entry came again with other content', { findings: ['content_mismatch_on_replay', 'anchor_missing'] }, 'attention: 2 open findings'],
	['an event was changed', { findings: ['anchor_lagging', 'content_mismatch'], brokenSeq: 40 }, 'broken: broken at #40'],
	['the index is wrong somewhere', { findings: ['projection_mismatch'] }, 'broken: 1 open finding'],
	['broken and not verified', { findings: ['sequence_gap'], brokenSeq: 7, verifiedAt: null }, 'broken: broken at #7'],
])('%s', (_what, change, expected) => {
	const { state, said } = zoneState({ ...WELL, ...change }, NOW);
	expect(`${state}: ${said}`.replaceAll('\u00a0', ' ')).toBe(expected);
});

test('of many zones the worst counts; of none nothing is known', () => {
	expect([worstOf(['whole', 'unknown', 'attention']), worstOf(['whole', 'broken']), worstOf(['whole']), worstOf([])]).toEqual([
		'unknown',
		'broken',
		'whole',
		'unknown',
	]);
});

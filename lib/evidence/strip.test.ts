import { expect, test } from 'vitest';
import { stripOf } from './strip';

const words = (...given: Parameters<typeof stripOf>) =>
	stripOf(...given).map((s) => `${s.fromSeq}..${s.toSeq} ${s.state} [${s.anchors.join(' ')}] ${s.findings}`);

test('a strip is cut where something changes, without gap', () => {
	expect(words(0, 0, [], [])).toEqual([]);
	expect(words(100, 80, [{ anchor: 'data', size: 60 }], [])).toEqual([
		'1..60 verified [data] 0',
		'61..80 verified [] 0',
		'81..100 unverified [] 0',
	]);
	expect(words(100, 100, [], [{ seq: 40, lastSeq: 41 }])).toEqual(['1..39 verified [] 0', '40..41 broken [] 1', '42..100 verified [] 0']);
});

test('events that were deleted at the end are a broken stretch behind it', () => {
	expect(words(85, 85, [{ anchor: 'data', size: 90 }], [{ seq: 86, lastSeq: 90 }])).toEqual([
		'1..85 verified [data] 0',
		'86..90 broken [data] 1',
	]);
});

test('however many places are broken, the strip stays short and hides none of them', () => {
	const broken = Array.from({ length: 5000 }, (_, i) => ({ seq: 2 * i + 1, lastSeq: 2 * i + 1 }));
	const strip = stripOf(20_000, 20_000, [], broken);
	expect(strip.length).toBeLessThanOrEqual(200);
	for (const { seq } of broken) expect(strip.find((s) => s.fromSeq <= seq && s.toSeq >= seq)?.state).toBe('broken');
});

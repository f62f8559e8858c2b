import { expect, test } from 'vitest';
import { acted } from './acted';
import { choicesOf } from './edits';

test('a value is kept, kept beside others, and no longer', () => {
	expect(acted('', 'decision', 'deny', 'keep')).toBe('decision:deny');
	expect(acted('decision:deny', 'decision', 'allow', 'keep')).toBe('decision:deny,allow');
	expect(acted('decision:deny,allow mfa', 'decision', 'deny', 'keep')).toBe('decision:allow mfa');
});

test('left out, and no longer; only this', () => {
	expect(acted('mfa', 'reason', 'rate limited', 'exclude')).toBe('mfa -reason:"rate limited"');
	expect(acted('mfa -reason:"rate limited"', 'reason', 'rate limited', 'exclude')).toBe('mfa');
	expect(acted('app:a,b -type:x', 'app', 'c', 'only')).toBe('-type:x app:c');
});

test('a key of the metadata is asked for by its path', () => {
	expect(acted('', 'meta.delegation_depth', '2', 'keep')).toBe('meta.delegation_depth:2');
});

test('the choices of the fields that have facets', () => {
	const choices = choicesOf('decision:deny,allow -reason:x area:gateway');
	expect([...(choices.get('decision')?.kept ?? [])]).toEqual(['deny', 'allow']);
	expect([...(choices.get('reason')?.excluded ?? [])]).toEqual(['x']);
	expect([...(choices.get('area')?.kept ?? [])]).toEqual(['gateway']);
	expect(choices.get('host')?.kept.size).toBe(0);
});

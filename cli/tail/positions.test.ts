import { expect, test } from 'vitest';
import type { AuditItem } from '../api/audit';
import { Positions } from './positions';

const item = (zone: string, seq: number): AuditItem => ({ zone, seq, occurredAt: '', record: {} });
const head = (zone: string, headSeq: number) => ({ zone, headSeq, events: headSeq, newestAt: null, record: {} });
const seqs = (items: readonly AuditItem[]) => items.map(({ seq }) => seq);

test('what was appended between heads and first events comes once', () => {
	const positions = new Positions([head('a', 10)], [item('a', 9), item('a', 11)]);
	expect(seqs(positions.take('a', 13, { items: [item('a', 11), item('a', 12), item('a', 13)], cursor: null }))).toEqual([12, 13]);
	expect(positions.of('a')).toBe(13);
});

test('a full page moves as far as it reaches, the last one to the head that was known before', () => {
	const positions = new Positions([head('a', 10)], []);
	positions.take('a', 5000, { items: [item('a', 11), item('a', 700)], cursor: 'more' });
	expect(positions.of('a')).toBe(700);
	positions.take('a', 5000, { items: [], cursor: null });
	expect(positions.of('a')).toBe(5000);
	positions.take('a', 5000, { items: [item('a', 5002)], cursor: null });
	expect(positions.of('a')).toBe(5002);
});

test('an answer that repeats or lags takes nothing back', () => {
	const positions = new Positions([head('a', 10)], []);
	positions.take('a', 12, { items: [item('a', 11), item('a', 12)], cursor: null });
	expect(seqs(positions.take('a', 11, { items: [item('a', 11), item('a', 12)], cursor: null }))).toEqual([]);
	expect(positions.of('a')).toBe(12);
});

test('a zone that was not there begins where it is told to', () => {
	const positions = new Positions([head('a', 10)], []);
	expect([positions.knows('b'), positions.of('b')]).toEqual([false, 0]);
	positions.begin('b', 1);
	expect(seqs(positions.take('b', 3, { items: [item('b', 2), item('b', 3)], cursor: null }))).toEqual([2, 3]);
	expect(positions.knows('b')).toBe(true);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EntryPlace, readEntryId } from './entry-place';

function read(entryId: string): EntryPlace {
	const place: EntryPlace = { ms: -1, seq: -1, isExact: false };
	readEntryId(entryId, place);
	return place;
}

test('ids as Redis makes them are read exactly', () => {
	fc.assert(
		fc.property(fc.nat(999_999_999_999_999), fc.nat(100_000), (ms, seq) => {
			expect(read(`${ms}-${seq}`)).toEqual({ ms, seq, isExact: true });
		}),
	);
});

test('what is marked exact gives the id back, whatever it is', () => {
	const id = fc.oneof(
		fc.string({ unit: fc.constantFrom('0', '1', '9', '-', 'a', ' ') }),
		fc.constantFrom('0-0', '1-', '-1', '1-1-', '01-1', '1-01'),
	);
	fc.assert(
		fc.property(id, (entryId) => {
			const { ms, seq, isExact } = read(entryId);
			if (isExact) expect(`${ms}-${seq}`).toBe(entryId);
		}),
		{ numRuns: 2000 },
	);
});

test('ids beyond exact numbers are clamped and marked', () => {
	expect(read('18446744073709551615-18446744073709551615')).toEqual({
		ms: Number.MAX_SAFE_INTEGER,
		seq: Number.MAX_SAFE_INTEGER,
		isExact: false,
	});
});

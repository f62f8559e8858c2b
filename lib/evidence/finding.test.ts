import { expect, test } from 'vitest';
import { findingDetail, findingWords } from './finding';

test('the words of a finding are its text without what stands beside it', () => {
	const told = { seq: 3, lastSeq: 5, expected: 'aa', found: null };
	const detail = findingDetail({ ...told, kind: 'sequence_gap', eventId: '', words: 'The ledger was read.' });
	expect(detail).toBe('The ledger was read. seq=3..5 expected=aa');
	expect(findingWords({ ...told, detail })).toBe('The ledger was read.');
	// of another making it stays whole
	expect(findingWords({ ...told, detail: 'seq=3' })).toBe('seq=3');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachWordHash, normalise, normaliseNeedle, searchText, WORD_HASH_BITS, wordHash, words } from './words';

const EVENT = {
	id: 'evt_1',
	eventType: 'token_exchange',
	requestId: 'REQ-1',
	decision: 'deny',
	policySetId: '',
	policySetVersionId: 'psv:7',
	manifestSha: '',
	evaluationStatus: 'complete',
	determiningPoliciesText: null,
	diagnosticsText: '[{"reason": "mfa required"}]',
	metadataText: '{"path": "C:\\\\new", "password": "hunter2", "resource": "resource://pay"}',
};
const isFound = (needle: string, event = EVENT) => ` ${normalise(searchText(event))} `.includes(` ${normaliseNeedle(needle)} `);

test.each([
	['a.B-c_d', 'a b c_d'],
	['"x": 1.5', ' x   1 5'],
	['Zürich ÄB', 'zürich Äb'],
	['\\"say\\n\\\\next\\u001fx', ' say  next x'],
	['\\\\\\n', '  '],
	['\\x\\', ' x '],
	['a\u0000b\u007fc', 'a b c'],
])('the words of JSON text %j are compared as %j', (text, normal) => {
	expect(normalise(text)).toBe(normal);
});

describe('finding', () => {
	test.each(['mfa required', 'MFA', 'C:\\new', 'req-1', 'psv:7', 'resource://pay', 'redacted', 'evt_1'])('%s is found', (needle) => {
		expect(isFound(needle)).toBe(true);
	});
	test.each(['mfa  required', 'require', 'hunter2', 'evt', 'reqx1'])('%s is not found', (needle) => {
		expect(isFound(needle)).toBe(false);
	});
	test('a backslash in a column is no escape', () => {
		expect(isFound('C:\\new', { ...EVENT, requestId: 'C:\\new', metadataText: '' })).toBe(true);
	});
});

test('words are the different ones, in order', () => {
	expect(words(' Pay, pay "resource://pay\\now" ')).toEqual(['pay', 'resource', 'now']);
	expect(words('***')).toEqual([]);
});

test('hashes are spread and keep their bits', () => {
	const hashes = new Set(Array.from({ length: 20_000 }, (_, i) => wordHash(`req${i}`)));
	expect(hashes.size).toBeGreaterThan(19_950);
	for (const hash of hashes) expect(hash >= 0 && hash < 2 ** WORD_HASH_BITS).toBe(true);
});

const hostile = fc.string({
	unit: fc.oneof(fc.constantFrom('\\', '"', 'n', 'u', '0', '1', 'f', 'A', '_', ' ', '\n', 'é', '\u{1F600}'), fc.string({ unit: 'binary' })),
});

test('hashing in place finds exactly the words of the normal form', () => {
	fc.assert(
		fc.property(hostile, (text) => {
			const found: number[] = [];
			eachWordHash(text, (hash) => found.push(hash));
			expect(found).toEqual(
				normalise(text)
					.split(' ')
					.filter((word) => word !== '')
					.map(wordHash),
			);
		}),
		{ numRuns: 2000 },
	);
});

test('every word of a value is a word of the JSON it stands in', () => {
	fc.assert(
		fc.property(hostile, (value) => {
			const clean = value.toWellFormed().replaceAll('\u0000', '');
			const found = new Set(normalise(searchText({ ...EVENT, metadataText: JSON.stringify({ x: clean }) })).split(' '));
			for (const word of words(clean)) expect(found).toContain(word);
		}),
		{ numRuns: 2000 },
	);
});

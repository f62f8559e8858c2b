import { expect, test } from 'vitest';
import { linkWords, spanWords } from './link-words';

const standing = { sinceMs: 90_000, lastRowMs: 86_000, nowMs: 100_000, source: 'live', behind: 0 } as const;
const words = (over: Partial<Parameters<typeof linkWords>[0]>) => {
	const { tone, title, detail } = linkWords({ link: { kind: 'open' }, ...standing, ...over });
	return `${tone}: ${title}, ${detail}`.replaceAll('\u00a0', ' ');
};

test('the state of the connection is told with its age', () => {
	expect(words({})).toBe('live: Live, last event 14 s ago');
	expect(words({ lastRowMs: null })).toBe('live: Live, no event yet');
	expect(words({ source: 'ledger', behind: 12_000 })).toBe('busy: Catching up, 12,000 events behind, read from the ledger');
	expect(words({ source: 'waiting' })).toMatch(/^lost: Database away/);
	expect(words({ link: { kind: 'lost', message: 'x', tries: 2, retryInMs: 900 } })).toBe(
		'lost: Connection lost, 10 s ago, trying again; last event 14 s ago. Nothing is lost by it.',
	);
	expect(words({ link: { kind: 'ended', end: 'gone', message: '', todo: '' } })).toMatch(/^ended/);
});

test('lengths of time have a unit that fits', () => {
	expect([999, 119_999, 120_000, 7_200_000].map((ms) => spanWords(ms).replace('\u00a0', ' '))).toEqual(['0 s', '119 s', '2 min', '2 h']);
});

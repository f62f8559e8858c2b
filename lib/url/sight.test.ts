import { expect, test } from 'vitest';
import { inSightOf, showsEvidence } from './sight';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const at = (path: string, query = '') => {
	const { from, to, zones } = inSightOf(path, new URLSearchParams(query), NOW);
	const said = (ms: number | null) => (ms === null ? 'open' : new Date(ms).toISOString().slice(0, 16));
	return `${said(from)} ${said(to)} ${zones.join('+')}`;
};

test.each([
	['/search', 'last=1h&zone=a,b', '2026-11-21T11:00 2026-11-21T12:00 a+b'],
	['/search', '', '2026-11-20T12:00 2026-11-21T12:00 '],
	['/search', 'from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z', '2026-11-01T00:00 2026-11-02T00:00 '],
	['/search', 'last=all', 'open open '],
	['/tail', 'zone=a', '2026-11-21T11:45 2026-11-21T12:00 a'],
	['/oncall', '', '2026-11-21T10:00 2026-11-21T12:00 '],
	['/authority', 'zone=a&at=2026-11-03T00:00:00Z', '2026-11-02T00:00 2026-11-03T00:00 a'],
	['/requests/req-1', 'zone=a', 'open open a'],
	['/integrity', 'zone=a', 'open open a'],
])('%s?%s', (path, query, expected) => {
	expect(at(path, query)).toBe(expected);
});

test('settings show no evidence', () => {
	expect(['/settings/users', '/api', '/search', '/integrity'].map(showsEvidence)).toEqual([false, false, true, true]);
});

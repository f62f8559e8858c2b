import { expect, test } from 'vitest';
import { formatSearch } from '../../lib/url/search';
import { parseFlags } from '../args/flags';
import { parseSearchArguments, search } from './search';

const query = (...args: string[]) => formatSearch(parseSearchArguments(parseFlags(args, search.flags), 1_778_486_400_000_000n));

test('flags as the parameters of the search address', () => {
	expect(query()).toBe('');
	expect(query('--zone', 'a,b', '--last', '7d', '--decision', 'deny', '--not-event-type', 'x', '--request-id', 'r', '--id', 'i')).toBe(
		'zone=a,b&last=7d&q=decision:deny%20-type:x%20request:r%20id:i',
	);
	expect(query('--since', '1h')).toBe('from=2026-05-11T07:00:00Z');
});

test('an address copied from the console, narrowed by flags', () => {
	expect(query('https://c.example/search?last=1h&q=decision:deny#x')).toBe('last=1h&q=decision:deny');
	expect(query('last=1h&q=decision:deny', '--event-type', 'x', '--zone', 'a')).toBe('zone=a&last=1h&q=(decision:deny)%20type:x');
	expect(query('last=1h&q=a', '-q', 'b c', '--id', 'i')).toBe('last=1h&q=(b%20c)%20id:i');
	expect(query('last=1h', '--since', '2026-05-11')).toBe('from=2026-05-11T00:00:00Z');
});

test.each([
	[['last=1y'], /"last=1y" in the address means nothing/],
	[['--last', '1y'], /--last 1y is none of 5m, .*, all/],
	[['--last', '1h', '--since', '2h'], /give one of them/],
])('%j is refused', (args, message) => {
	expect(() => query(...args)).toThrow(message);
});

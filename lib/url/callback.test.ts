import { expect, test } from 'vitest';
import { safeReturnPath } from './callback';

test.each([
	['/search?zone=a&event=a.1', '/search?zone=a&event=a.1'],
	['/', '/'],
	['//evil.example/x', '/search'],
	['/\\evil.example', '/search'],
	['/%2f/evil.example', '/%2f/evil.example'],
	['/..//evil.example', '/search'],
	['https://evil.example', '/search'],
	['javascript:alert(1)', '/search'],
	['/a\nb', '/search'],
	['', '/search'],
	[null, '/search'],
])('%j leads to %s', (value, expected) => {
	expect(safeReturnPath(value)).toBe(expected);
});

import { expect, test } from 'vitest';
import { returnPathOf } from './query';

test.each([
	['/search?last=7d', '/search?last=7d'],
	['https://audit.example/settings/users?user=3#x', '/settings/users?user=3#x'],
	['https://evil.example/settings', '/search'],
	['https://audit.example//evil.example', '/search'],
	['javascript:alert(1)', '/search'],
	['//evil.example', '/search'],
	[undefined, '/search'],
])('%s leads to %s', (callbackUrl, path) => {
	expect(returnPathOf({ callbackUrl }, 'audit.example')).toBe(path);
});

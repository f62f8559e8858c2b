import { expect, test } from 'vitest';
import { addressKey } from './address';
import { PEER_HEADER } from './peer';

test.each([
	['203.0.113.7', 1, '203.0.113.7'],
	['6.6.6.6, 203.0.113.7', 1, '203.0.113.7'],
	['6.6.6.6, 203.0.113.7, 10.0.0.2', 2, '203.0.113.7'],
	['203.0.113.7', 3, '203.0.113.7'],
	['::ffff:203.0.113.7', 1, '203.0.113.7'],
	['2001:db8:1:2:3:4:5:6', 1, '2001:db8:1:2::/64'],
	['2001:DB8:1:2::9', 1, '2001:db8:1:2::/64'],
	['::1', 1, '0:0:0:0::/64'],
	['[2001:db8::7]', 1, '2001:db8:0:0::/64'],
	['not an address', 1, 'unknown'],
	[null, 1, 'unknown'],
])('%j behind %i counts as %s', (header, proxies, expected) => {
	expect(addressKey((name) => (name === 'x-forwarded-for' ? header : null), proxies)).toBe(expected);
});

test.each([
	['6.6.6.6', '203.0.113.7', 0, '203.0.113.7'],
	['203.0.113.7', '10.0.0.1', 1, '203.0.113.7'],
	['6.6.6.6, 203.0.113.7', '10.0.0.1', 1, '203.0.113.7'],
	['6.6.6.6, 203.0.113.7, 10.0.0.2', '10.0.0.1', 2, '203.0.113.7'],
	['10.0.0.1', '10.0.0.1', 1, '10.0.0.1'],
	[null, '::ffff:203.0.113.7', 0, '203.0.113.7'],
])('%j from %s behind %i counts as %s', (forwarded, peer, proxies, expected) => {
	expect(addressKey((name) => (name === PEER_HEADER ? peer : name === 'x-forwarded-for' ? forwarded : null), proxies)).toBe(expected);
});

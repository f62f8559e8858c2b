import { NextRequest } from 'next/server';
import { expect, test } from 'vitest';
import { requireSameOrigin } from './same-origin';

const ask = (method: string, headers: Record<string, string>) =>
	requireSameOrigin(new NextRequest('http://console.test/v1/tokens', { method, headers: { host: 'console.test', ...headers } }));

test.each<[string, Record<string, string>]>([
	['our own page', { 'sec-fetch-site': 'same-origin' }],
	['our own page, in a browser that only says the origin', { origin: 'http://console.test' }],
	['our own page behind a proxy that ends TLS', { origin: 'https://console.test' }],
])('a change that %s asks for is let through', (_, headers) => {
	for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) expect(() => ask(method, headers)).not.toThrow();
});

test.each<[string, Record<string, string>]>([
	['another site', { 'sec-fetch-site': 'cross-site', origin: 'http://console.test' }],
	['a neighbour of our domain', { 'sec-fetch-site': 'same-site' }],
	['no page', { 'sec-fetch-site': 'none' }],
	['another origin', { origin: 'https://example.com' }],
	['another port', { origin: 'http://console.test:8080' }],
	['a sandboxed page', { origin: 'null' }],
	['what says nothing of where it comes from', {}],
])('a change that %s asks for is refused', (_, headers) => {
	for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) expect(() => ask(method, headers)).toThrow(/another site/);
});

test('reading is let through from anywhere: other sites cannot see the answer', () => {
	expect(() => ask('GET', { 'sec-fetch-site': 'cross-site' })).not.toThrow();
});

import { describe, expect, test } from 'vitest';
import { parseRetryAfter, refused, unreachable } from './errors';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
	refused('http://c', new Response(null, { status, headers }), body, 0);

describe('what an answer means', () => {
	test.each([
		[401, { message: 'No.', todo: 'Go.' }, 'refused'],
		[404, { message: 'No.', todo: 'Go.' }, 'refused'],
		[404, undefined, 'nonsense'],
		[302, undefined, 'nonsense'],
		[429, { message: 'No.', todo: 'Go.' }, 'not_now'],
		[500, { message: 'No.', todo: 'Go.' }, 'not_now'],
		[502, undefined, 'not_now'],
		[400, { message: 7 }, 'nonsense'],
	])('%i %j is %s', (status, body, failure) => {
		expect(answer(status, body).failure).toBe(failure);
	});

	test('the line is one line, cut, with nothing hidden in it', () => {
		const { message } = answer(400, { message: `a\n\u202e${'x'.repeat(5000)}`, todo: 'b', requestId: 'r' });
		expect(message).toMatch(/^a ⟨U\+202E⟩x+…$/);
		expect(message.length).toBeLessThan(700);
	});

	test('Retry-After in seconds, as a date, or neither', () => {
		expect(answer(429, undefined, { 'retry-after': '7' }).retryAfterMs).toBe(7000);
		expect(parseRetryAfter('Thu, 01 Jan 1970 00:00:09 GMT', 2000)).toBe(7000);
		expect(parseRetryAfter('Thu, 01 Jan 1970 00:00:01 GMT', 2000)).toBe(0);
		expect([parseRetryAfter('soon', 0), parseRetryAfter(null, 0)]).toEqual([undefined, undefined]);
	});
});

test('what fetch threw is told by its cause, never by its text', () => {
	const thrown = (code: string) =>
		new TypeError('fetch failed with Bearer secret', { cause: Object.assign(new Error('secret'), { code }) });
	expect(unreachable('http://c', thrown('ECONNREFUSED')).message).toContain('(connection refused)');
	expect(unreachable('http://c', thrown('DEPTH_ZERO_SELF_SIGNED_CERT')).message).toContain('NODE_EXTRA_CA_CERTS');
	expect(unreachable('http://c', new DOMException('x', 'TimeoutError')).message).toContain('did not answer in time');
	for (const code of ['ECONNREFUSED', 'E_OTHER', '']) expect(unreachable('http://c', thrown(code)).message).not.toContain('secret');
});

import { NextRequest } from 'next/server';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { operation as operationOf } from '../../api/operation';
import { readBody, readBytes, readParams, readQuery } from './input';

const LIMIT = 64 * 1024;
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
	// `duplex` is undici's own; a stream needs it
	new NextRequest('http://console.test/', { method: 'POST', body, headers, duplex: 'half' } as ConstructorParameters<
		typeof NextRequest
	>[1]);

describe('a query', () => {
	const query = z.strictObject({ zone: z.string().optional(), limit: z.coerce.number().int().optional() });
	const read = (text: string) => readQuery({ query }, new URLSearchParams(text));

	test('is read by its schema', () => {
		expect(read('zone=a%20b&limit=5')).toEqual({ zone: 'a b', limit: 5 });
		expect(read('')).toEqual({});
	});

	test.each([
		['limt=5', /limt/],
		['__proto__=1', /__proto__/],
		['constructor=1', /constructor/],
		['limit=5x', /limit/],
		['zone=a&zone=b', /zone/],
	])('%s is refused by name', (text, name) => {
		expect(() => read(text)).toThrow(expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(name) }));
	});
});

describe('a path', () => {
	const operation = operationOf({
		id: 'test',
		method: 'GET',
		path: '/v1/test/{zone}',
		summary: '',
		access: 'signed_in',
		params: z.strictObject({ zone: z.string().min(1) }),
		query: z.strictObject({}),
		body: null,
		answer: z.null(),
	});

	test('is decoded once', () => {
		expect(readParams(operation, { zone: 'a%2Fb%2525' })).toEqual({ zone: 'a/b%25' });
	});

	test.each(['%', '%E0%A4%A', ''])('%j is refused', (zone) => {
		expect(() => readParams(operation, { zone })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
	});
});

describe('a body', () => {
	const operation = { body: z.strictObject({ name: z.string() }) };

	test('is JSON of its schema', async () => {
		expect(await readBody(operation, post('{"name":"x"}'))).toEqual({ name: 'x' });
		expect(await readBody({ body: null }, post('anything'))).toBeUndefined();
	});

	test.each([['{'], [''], ['[]'], ['null'], ['{"name":1}'], ['{"name":"x","admin":true}'], ['{"name":"x","__proto__":{}}']])(
		'%s is refused',
		async (text) => {
			await expect(readBody(operation, post(text))).rejects.toMatchObject({ code: 'invalid_input' });
		},
	);

	test('of the longest length is read, and one byte more is not', async () => {
		expect(await readBytes(post('x'.repeat(LIMIT)))).toHaveLength(LIMIT);
		await expect(readBytes(post('x'.repeat(LIMIT + 1)))).rejects.toMatchObject({ code: 'too_large' });
	});

	test('that says it is too long is refused before any of it is read', async () => {
		const body = new ReadableStream({ pull: () => Promise.reject(new Error('it was read')) }, { highWaterMark: 0 });
		await expect(readBytes(post(body, { 'content-length': String(LIMIT + 1) }))).rejects.toMatchObject({ code: 'too_large' });
	});

	test('without an end is read up to the bound and no further', async () => {
		let pulled = 0;
		const body = new ReadableStream({
			pull(stream) {
				pulled++;
				stream.enqueue(new Uint8Array(1024));
			},
		});
		await expect(readBytes(post(body))).rejects.toMatchObject({ code: 'too_large' });
		expect(pulled).toBeLessThan(70);
	});
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webhookAnchor } from './webhook';

let server: Server;
let url: string;
const received: { body: string; size: string; authorization: string }[] = [];
let status = 204;

beforeAll(async () => {
	server = createServer(async (request, response) => {
		received.push({
			body: await text(request),
			size: String(request.headers['x-caracal-checkpoint-size']),
			authorization: String(request.headers.authorization),
		});
		response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end();
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());

test('a note is posted with its size and the token, and nothing but 2xx counts as kept', async () => {
	const anchor = webhookAnchor('hook', url, 'token');
	await anchor.deliver('zone-a', 7, 'a note');
	expect(received).toEqual([{ body: 'a note', size: '7', authorization: 'Bearer token' }]);
	status = 409;
	await expect(anchor.deliver('zone-a', 7, 'another')).rejects.toMatchObject({ name: 'AnchorDisagrees' });
	status = 500;
	await expect(anchor.deliver('zone-a', 8, 'a note')).rejects.toThrow('status 500');
	// the token goes nowhere else
	status = 302;
	await expect(anchor.deliver('zone-a', 8, 'a note')).rejects.toThrow();
	expect(received).toHaveLength(4);
});

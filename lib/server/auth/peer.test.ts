import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { PEER_HEADER, tellPeers } from './peer';

test('a request carries the address it comes from, not the one it claims', async () => {
	tellPeers();
	const server = createServer((request, response) => response.end(String(request.headers[PEER_HEADER]))).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	const claims: readonly Record<string, string>[] = [{}, { [PEER_HEADER]: '203.0.113.7' }];
	for (const claim of claims) expect(await (await fetch(url, { headers: { connection: 'close', ...claim } })).text()).toBe('127.0.0.1');
	server.close();
	await once(server, 'close');
});

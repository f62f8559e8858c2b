import 'next/dist/server/node-environment-baseline.js';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { front } from '../http/front';
import { tokenHeaders } from '../testing/askers';
import { type ConsoleDatabase, useConsoleDatabase } from '../testing/console-database';
import { routeServer } from '../testing/route-server';
import { setWebEnv } from '../testing/web-env';
import { tailHub } from './hub';
import { openStreams } from './limits';
import { appendPlain } from './testing/append-plain';
import { tell } from './testing/asker';
import { TailReader } from './testing/tail-reader';

const STREAMS = 200;
const MANY = '1000000';
let database: ConsoleDatabase;
let authorization = '';
let head = 300;

beforeAll(async () => {
	setWebEnv({ API_REQUESTS_PER_MINUTE: MANY, TAIL_OPENS_PER_MINUTE: MANY, TAIL_STREAMS_MAX: MANY, TAIL_STREAMS_PER_ASKER_MAX: MANY });
	database = await useConsoleDatabase();
	authorization = (await tokenHeaders(database.owner, 'viewer', null)).authorization ?? '';
	await appendPlain(database.owner, 'zn_a', 0, 300);
});
afterAll(() => database?.close());

describe.each([
	['answered before Next', front],
	['answered by Next', undefined],
])('%s', (_, before) => {
	let server: Server;
	const port = () => (server.address() as AddressInfo).port;

	beforeAll(async () => {
		server = await routeServer({ '/v1/tail': 'v1/tail/route.ts' }, {}, before);
		await once(server.listen(0, '127.0.0.1'), 'listening');
	});
	afterAll(() => {
		server?.closeAllConnections();
		server?.close();
	});

	test('a stream says what it is, and that nothing in between may hold it back', async () => {
		const response = await fetch(`http://127.0.0.1:${port()}/v1/tail?since=2000-01-01T00:00:00Z&until=now`, { headers: { authorization } });
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
		expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
		const reader = new TailReader().use(response.body);
		await reader.toEnd();
		expect(reader.shown).toHaveLength(head);
	});

	test('who may not, gets no stream', async () => {
		const answers = await Promise.all(
			['', '?q=nothing%3A', '?zone=', '?zone=zn_missing', '?after=x', '?nope=1'].map(async (query, i) => {
				const headers: Record<string, string> = i === 0 ? {} : { authorization };
				const response = await fetch(`http://127.0.0.1:${port()}/v1/tail${query}`, { headers });
				return [response.status, response.headers.get('content-type')];
			}),
		);
		expect(answers).toEqual([401, 400, 400, 403, 400, 400].map((status) => [status, 'application/json']));
	});

	/** Opens a stream on a socket of its own and breaks it off: at once, while it is opened, or after so many bytes. */
	async function breakOff(i: number): Promise<void> {
		const socket = connect(port(), '127.0.0.1');
		const closed = once(socket, 'close');
		socket.on('error', () => {
			// it is broken off from this side
		});
		await once(socket, 'connect');
		const request = `GET /v1/tail?since=2000-01-01T00:00:00Z HTTP/1.1\r\nhost: console.test\r\nauthorization: ${authorization}\r\n\r\n`;
		const way = i % 4;
		if (way === 0) {
			socket.write(request);
			await sleep(i % 23);
			socket.destroy();
		} else if (way === 1) {
			// never reads: what is sent stays on its way
			socket.pause();
			socket.write(request);
			await sleep(50 + (i % 50));
			socket.resetAndDestroy();
		} else {
			let left = 1 + ((i * 7919) % 60_000);
			socket.on('data', (chunk) => {
				left -= chunk.length;
				if (left <= 0) socket.destroy();
			});
			socket.write(request);
			setTimeout(() => (way === 2 ? socket.destroy() : socket.end()), 2_000);
			await closed;
		}
		await closed;
	}

	test('of connections broken off at any moment nothing is left', { timeout: 120_000 }, async () => {
		let isOver = false;
		const appending = (async () => {
			while (!isOver) {
				head = await appendPlain(database.owner, 'zn_a', head, 5);
				await tell(database.owner);
				await sleep(50);
			}
		})();
		let next = 0;
		const work = async () => {
			for (let i = next++; i < STREAMS; i = next++) await breakOff(i);
		};
		await Promise.all(Array.from({ length: 40 }, work));
		isOver = true;
		await appending;
		// whatever was being opened when it was broken off comes to its end
		while (openStreams() > 0 || tailHub().viewers.size > 0) await sleep(50);
		expect([openStreams(), tailHub().viewers.size]).toEqual([0, 0]);
	});
});

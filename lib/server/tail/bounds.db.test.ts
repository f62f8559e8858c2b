import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TailLag, TailMode, TailStats } from '../../api/tail';
import type { Context } from '../access';
import { front } from '../http/front';
import { webBody } from '../http/web-body';
import { tokenHeaders } from '../testing/askers';
import { type ConsoleDatabase, useConsoleDatabase } from '../testing/console-database';
import { setWebEnv } from '../testing/web-env';
import { FRAME_BYTES_MAX } from './feed';
import { closeTailHub, tailHub } from './hub';
import { openStreams } from './limits';
import { openTail } from './open';
import { appendPlain } from './testing/append-plain';
import { tell, tokenContext } from './testing/asker';
import { TailReader } from './testing/tail-reader';

let database: ConsoleDatabase;
let ctx: Context;
let headers: Readonly<Record<string, string>>;
let made = 0;
/** Of a local socket the system keeps a fifth of a megabyte, of one over the network as much as there is time to send. */
const socketPath = join(tmpdir(), `caracal-${randomUUID()}.sock`);
let server: Server;

beforeAll(async () => {
	setWebEnv();
	database = await useConsoleDatabase();
	({ ctx } = await tokenContext(database.owner));
	headers = await tokenHeaders(database.owner, 'viewer', null);
	await append(1);
	server = createServer((incoming, outgoing) => {
		if (!front(incoming, outgoing)) outgoing.destroy();
	}).listen(socketPath);
	await once(server, 'listening');
});
afterAll(async () => {
	server?.closeAllConnections();
	server?.close();
	await database?.close();
});

async function append(events: number): Promise<void> {
	made = await appendPlain(database.owner, 'zn_a', made, events);
	await tell(database.owner);
}

type Open = (mode?: TailMode, given?: Readonly<Record<string, string>>) => Promise<TailReader>;

const byNext: Open = async (mode = 'all', given = {}) => {
	const input = { zones: [], q: '', mode, rows: 'item', until: 'stopped', ...given };
	return new TailReader().use(webBody(await openTail({ ctx, input })));
};

const directly: Open = async (mode = 'all', given = {}) => {
	const path = `/v1/tail?${new URLSearchParams({ mode, ...given })}`;
	const asked = request({ socketPath, path, headers: { ...headers } }).end();
	const [incoming] = (await once(asked, 'response')) as [IncomingMessage];
	incoming.on('error', () => {
		// broken off from this side
	});
	return new TailReader().use(Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
};

describe.each([
	['as the body of a Response', byNext],
	['written to the socket', directly],
])('%s', (_, open) => {
	test('who does not read is kept little for, is told of the lag, loses nothing, and slows nobody', async () => {
		const frozen = await open();
		const quick = await open();
		await append(1000);
		await quick.until((reader) => reader.shown.length === 1000);
		// of the frozen one nothing is kept beyond its bound and one frame
		const [viewer] = tailHub().viewers;
		await expect.poll(() => viewer?.buffered, { timeout: 10_000 }).toBeGreaterThan(FRAME_BYTES_MAX / 4);
		expect(viewer?.buffered).toBeLessThan(3 * FRAME_BYTES_MAX);
		await frozen.until((reader) => reader.shown.length === 1000);
		expect(frozen.shown).toEqual(quick.shown);
		await Promise.all([frozen.cancel(), quick.cancel()]);
	});

	test('who fell behind the ring goes on from the ledger', async () => {
		const frozen = await open();
		await frozen.until((reader) => reader.lastId !== null);
		await append(1000);
		const quick = await open('all', { after: frozen.lastId ?? '' });
		await quick.until((reader) => reader.shown.length === 1000);
		tailHub().ring.clear();
		await append(1);
		await quick.until((reader) => reader.shown.length === 1001);
		await frozen.until((reader) => reader.shown.length === 1001);
		expect(frozen.shown).toEqual(quick.shown);
		expect(frozen.of<TailLag>('lag').length).toBeGreaterThan(0);
		await Promise.all([frozen.cancel(), quick.cancel()]);
	});

	test('who wants the latest only is told how many were left out', async () => {
		const first = await open();
		await first.until((reader) => reader.lastId !== null);
		await first.cancel();
		await append(300);
		const latest = await open('latest', { after: first.lastId ?? '' });
		await latest.until((reader) => reader.of<TailStats>('stats').some((stats) => stats.skipped > 0));
		const [stats] = latest.of<TailStats>('stats').slice(-1);
		expect([latest.shown.length, stats?.skipped, stats?.received]).toEqual([0, 300, 0]);
		await append(1);
		await latest.until((reader) => reader.shown.length === 1);
		await latest.cancel();
	});

	test('a stream whose reader is gone is forgotten, however it went', async () => {
		const readers = await Promise.all(Array.from({ length: 30 }, () => open()));
		for (const [i, reader] of readers.entries()) {
			if (i % 3 === 0) await reader.readOnce();
			await reader.cancel();
		}
		await expect.poll(() => [openStreams(), tailHub().viewers.size]).toEqual([0, 0]);
	});

	test('the database is asked the same however many watch', async () => {
		const counts: number[] = [];
		for (const viewers of [1, 40]) {
			const readers = await Promise.all(Array.from({ length: viewers }, () => open()));
			const before = tailHub().reads;
			await append(50);
			await Promise.all(readers.map((reader) => reader.until((each) => each.shown.length === 50)));
			counts.push(tailHub().reads - before);
			await Promise.all(readers.map((reader) => reader.cancel()));
		}
		// 50 events are a read or two, and the look that finds nothing more
		for (const reads of counts) expect(reads).toBeLessThan(8);
	});
});

test('a connection that is gone ends its stream, and one that was gone before it began', async () => {
	const gone = new AbortController();
	const input = { zones: [], q: '', mode: 'all', rows: 'item', until: 'stopped' };
	webBody(await openTail({ ctx, input }), gone.signal);
	expect(openStreams()).toBe(1);
	gone.abort();
	webBody(await openTail({ ctx, input }), gone.signal);
	expect([openStreams(), tailHub().viewers.size]).toEqual([0, 0]);
});

test('closing the hub tells everybody to come back', async () => {
	const reader = await byNext();
	await closeTailHub();
	await reader.toEnd();
	expect(reader.of('notice')).toMatchObject([{ kind: 'restart' }]);
});

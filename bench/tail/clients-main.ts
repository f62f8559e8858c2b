// Viewers of the live tail in a process of their own: told by lines of JSON what to open, tells what it saw in the same way.
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../api/quantiles';

/** What to do: open so many with these queries, measure, drop all, or open and drop so many. */
type Order =
	| { readonly do: 'open'; readonly port: number; readonly token: string; readonly paths: readonly string[] }
	| { readonly do: 'measure'; readonly seconds: number }
	| { readonly do: 'close' }
	| { readonly do: 'churn'; readonly port: number; readonly token: string; readonly count: number };

const STREAMED = Buffer.from('"streamedAt":"');
const OPENING = 100;

const sockets = new Set<Socket>();
let latencies: number[] | null = null;
let rows = 0;
let open = 0;
let refused = 0;

/** Counts rows and how old each is. A row cut between two pieces is left out. */
function take(chunk: Buffer): void {
	for (let at = chunk.indexOf(STREAMED); at >= 0; at = chunk.indexOf(STREAMED, at + 1)) {
		rows++;
		if (latencies === null) continue;
		const from = at + STREAMED.length;
		const ms = Date.parse(chunk.toString('latin1', from, from + 27));
		if (!Number.isNaN(ms)) latencies.push(Date.now() - ms);
	}
}

function openOne(port: number, token: string, path: string): Promise<Socket> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		sockets.add(socket);
		let isFirst = true;
		socket.on('data', (chunk) => {
			if (isFirst) {
				isFirst = false;
				if (chunk.toString('latin1', 9, 12) === '200') open++;
				else refused++;
				resolve(socket);
			}
			take(chunk);
		});
		socket.on('error', () => {
			// its close is what counts
		});
		socket.on('close', () => {
			sockets.delete(socket);
			resolve(socket);
		});
		socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n\r\n`);
	});
}

async function each<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<unknown>): Promise<void> {
	const rest = items.values();
	await Promise.all(
		Array.from({ length: atOnce }, async () => {
			for (const item of rest) await work(item);
		}),
	);
}

async function carryOut(order: Order): Promise<object> {
	if (order.do === 'open') {
		[open, refused, rows] = [0, 0, 0];
		await each(order.paths, OPENING, (path) => openOne(order.port, order.token, path));
		return { open, refused };
	}
	if (order.do === 'measure') {
		latencies = [];
		rows = 0;
		await sleep(order.seconds * 1000);
		const samples = latencies;
		latencies = null;
		return { rows, p50: quantile(samples, 0.5), p99: quantile(samples, 0.99), max: quantile(samples, 1), left: sockets.size };
	}
	if (order.do === 'close') {
		for (const socket of sockets) socket.destroy();
		return {};
	}
	[open, refused] = [0, 0];
	await each(Array.from({ length: order.count }), OPENING, async () => (await openOne(order.port, order.token, '/v1/tail')).destroy());
	return { open, refused };
}

for await (const line of createInterface({ input: process.stdin })) {
	process.stdout.write(`${JSON.stringify(await carryOut(JSON.parse(line) as Order))}\n`);
}

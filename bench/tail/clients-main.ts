// Viewers of the live tail in a process of their own: told by lines of JSON what to open, tells what it saw in the same way.
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** What to do: open so many with these queries, measure, drop all, or open and drop so many. */
type Order =
	| { readonly do: 'open'; readonly port: number; readonly token: string; readonly paths: readonly string[] }
	| { readonly do: 'measure'; readonly seconds: number; readonly isSampled: boolean }
	| { readonly do: 'close' }
	| { readonly do: 'churn'; readonly port: number; readonly token: string; readonly count: number };

const STREAMED = Buffer.from('"streamedAt":"');
const OPENING = 100;

const sockets = new Set<Socket>();
/** How many rows were so many milliseconds old; the last is for all that were older. */
const LATENCIES = new Uint32Array(60_001);
const DAY_MS = 86_400_000;

let isMeasuring = false;
let isSampled = false;
let rows = 0;
let pieces = 0;
let open = 0;
let refused = 0;

/** Milliseconds of the day in `2026-01-31T12:34:56.789...`. */
function msOfDay(chunk: Buffer, at: number): number {
	const two = (from: number) => ((chunk[at + from] ?? 0) - 48) * 10 + (chunk[at + from + 1] ?? 0) - 48;
	return ((two(11) * 60 + two(14)) * 60 + two(17)) * 1000 + two(20) * 10 + (chunk[at + 22] ?? 0) - 48;
}

/** Counts rows and how old each is. A row cut between two pieces is left out. */
function take(chunk: Buffer): void {
	if (!isMeasuring) return;
	const now = Date.now() % DAY_MS;
	let at = chunk.indexOf(STREAMED);
	if (at >= 0) pieces++;
	while (at >= 0 && at + STREAMED.length + 23 <= chunk.length) {
		rows++;
		const ms = (now - msOfDay(chunk, at + STREAMED.length) + DAY_MS) % DAY_MS;
		const bucket = Math.min(ms, LATENCIES.length - 1);
		LATENCIES[bucket] = (LATENCIES[bucket] ?? 0) + 1;
		if (isSampled) return;
		at = chunk.indexOf(STREAMED, at + STREAMED.length);
	}
}

/** The age that this share of the rows at most had, in ms. */
function aged(share: number): number {
	let left = Math.max(1, Math.ceil(rows * share));
	for (const [ms, count] of LATENCIES.entries()) {
		left -= count;
		if (left <= 0) return ms;
	}
	return LATENCIES.length;
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
		[open, refused] = [0, 0];
		await each(order.paths, OPENING, (path) => openOne(order.port, order.token, path));
		return { open, refused };
	}
	if (order.do === 'measure') {
		LATENCIES.fill(0);
		[rows, pieces, isSampled, isMeasuring] = [0, 0, order.isSampled, true];
		await sleep(order.seconds * 1000);
		isMeasuring = false;
		return { rows, pieces, p50: aged(0.5), p99: aged(0.99), max: aged(1), left: sockets.size };
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

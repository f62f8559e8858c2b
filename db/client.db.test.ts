import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openSql, type SqlClient } from './client';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { testServices } from './testing/env';

const CONNECTIONS_MAX = 2;

/** A way to Postgres that can be closed and opened again on the same port. */
class Door {
	private server: Server | null = null;
	private readonly sockets = new Set<Socket>();
	port = 0;

	async open(): Promise<void> {
		const { hostname, port } = new URL(database.url);
		const server = createServer((inside) => {
			const outside = connect(Number(port), hostname);
			for (const [from, to] of [
				[inside, outside],
				[outside, inside],
			] as const) {
				this.sockets.add(from);
				from.on('error', () => from.destroy());
				from.on('close', () => to.destroy());
				from.pipe(to);
			}
		});
		await once(server.listen(this.port, '127.0.0.1'), 'listening');
		this.port = (server.address() as AddressInfo).port;
		this.server = server;
	}

	async close(): Promise<void> {
		const closed = this.server && once(this.server, 'close');
		this.server?.close();
		for (const socket of this.sockets) socket.destroy();
		this.sockets.clear();
		await closed;
		this.server = null;
	}
}

let database: TestDatabase;
let door: Door;
let sql: SqlClient;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
});

beforeEach(async () => {
	door = new Door();
	await door.open();
	return async () => {
		await sql.end({ timeout: 5 });
		await door.close();
	};
});

afterAll(() => database.drop());

/** Through the door, and through others before it. */
function openThrough(portsBefore: readonly number[] = []): void {
	const hosts = [...portsBefore, door.port].map((port) => `127.0.0.1:${port}`).join(',');
	const url = new URL(database.url);
	const login = url.username === '' ? '' : `${url.username}${url.password === '' ? '' : `:${url.password}`}@`;
	sql = openSql(`postgres://${login}${hosts}${url.pathname}`, {
		role: 'console_web',
		connectionsMax: CONNECTIONS_MAX,
		applicationName: 'test',
	});
}

async function answers(): Promise<unknown> {
	const [row] = await sql`select current_user::text as role, 1 as one`;
	return row;
}

const ANSWER = { role: 'console_web', one: 1 };

test('every connection comes back after the server was away', async () => {
	openThrough();
	expect(await answers()).toEqual(ANSWER);
	await door.close();
	// more often than there are connections: none of them may be lost for good
	for (let i = 0; i < 3 * CONNECTIONS_MAX; i++) await expect(answers()).rejects.toThrow(/ECONNREFUSED|CONNECTION_CLOSED|ECONNRESET/);
	await door.open();
	expect(await Promise.all(Array.from({ length: 2 * CONNECTIONS_MAX }, answers))).toEqual(
		Array.from({ length: 2 * CONNECTIONS_MAX }, () => ANSWER),
	);
});

test('of several hosts the first that can be reached is used', async () => {
	const away = new Door();
	await away.open();
	await away.close();
	openThrough([away.port]);
	expect(await answers()).toEqual(ANSWER);
});

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

/** A raw postgres.js client: SQL by hand, COPY, LISTEN. Never hand it to drizzle(), which changes its type parsers. */
export type SqlClient = postgres.Sql;

export type ConsoleRole = 'console_web' | 'console_worker';

export interface ConnectOptions {
	/** Role the connections act as; the login must be that role or a member of it. */
	readonly role: ConsoleRole;
	readonly connectionsMax: number;
	readonly statementTimeoutMs?: number;
	readonly applicationName: string;
	/** Lets row-level security show `console_web` every zone, for programs of whoever runs the console; the web binds zones itself. */
	readonly seesEveryZone?: boolean;
}

const HOST_MS_MAX = 5_000;
/** Before the last of several hosts: when all are away the driver asks again at once, for ever. */
const LAST_HOST_PAUSE_MS = 100;

type Target = { readonly path: string } | { readonly host: string; readonly port: number };

function openPrompt(target: Target): Socket {
	return Object.assign(connect(target).setNoDelay(true), target);
}

/**
 * A socket without Nagle's delay: a COPY would else wait 40 ms at each end of data. Hosts are tried in order; the last one's
 * socket is handed over while it connects, since the driver never uses a connection again whose socket it was refused here.
 */
async function connectPromptSocket(options: { host: string[]; port: number[]; path?: string | false }): Promise<Socket> {
	const targets: Target[] = options.path
		? [{ path: options.path }]
		: options.host.map((host, i) => ({ host, port: options.port[i] ?? 5432 }));
	const last = targets.pop();
	if (last === undefined) throw new Error('no database host given');
	for (const target of targets) {
		const socket = openPrompt(target);
		try {
			await once(socket, 'connect', { signal: AbortSignal.timeout(HOST_MS_MAX) });
			return socket;
		} catch {
			// refused or silent: the next host
			socket.destroy();
		}
	}
	if (targets.length > 0) await sleep(LAST_HOST_PAUSE_MS);
	return openPrompt(last);
}

/**
 * Opens a raw client that acts as the given role, in UTC. Connections open on first use.
 * @throws nothing itself; the first query fails when the server cannot be reached
 */
export function openSql(databaseUrl: string, options: ConnectOptions): SqlClient {
	return postgres(databaseUrl, {
		max: options.connectionsMax,
		onnotice: () => {},
		connect_timeout: 10,
		// nobody awaits that look-up: a connection lost during it would end the process. Arrays are passed as text (ledger/arrays.ts)
		fetch_types: false,
		connection: {
			role: options.role,
			TimeZone: 'UTC',
			application_name: options.applicationName,
			...(options.seesEveryZone === true ? { 'caracal.zones': '*' } : {}),
			...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
		},
		socket: connectPromptSocket,
	} as postgres.Options<Record<string, never>>);
}

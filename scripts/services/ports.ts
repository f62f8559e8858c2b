import { once } from 'node:events';
import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

async function listenOnce(port: number, host: string): Promise<number> {
	const server = createServer();
	server.listen({ port, host, exclusive: true });
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address ? address.port : port;
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export function freePort(): Promise<number> {
	return listenOnce(0, LOOPBACK);
}

/** Whether a program could listen on the port, on the loopback address as well as on every address. */
export async function isPortFree(port: number): Promise<boolean> {
	for (const host of [LOOPBACK, '0.0.0.0'])
		try {
			await listenOnce(port, host);
		} catch {
			// in use, or not ours to open: either way not free for us
			return false;
		}
	return true;
}

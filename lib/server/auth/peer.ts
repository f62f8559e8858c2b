import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** The header under which a request carries the address its connection comes from. */
export const PEER_HEADER = 'x-console-peer';

/** Has every request to this process carry its peer's address, whatever it says of itself: a handler sees headers and no socket. */
export function tellPeers(): void {
	subscribe('http.server.request.start', (message) => {
		const { request } = message as { readonly request: IncomingMessage };
		request.headers[PEER_HEADER] = request.socket.remoteAddress ?? '';
	});
}

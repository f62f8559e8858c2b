import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, toError } from '../lib/errors';
import { isAlive, notReadyReasons, type ReadyThresholds, type WorkerState } from './health';

function answer(response: ServerResponse, status: number, body: object): void {
	response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
	response.end(`${JSON.stringify(body)}\n`);
}

/**
 * Serves `GET /health` (200 while the process does its work, else 503: restart it) and `GET /ready` (200, or 503 with the
 * reasons and the backlog).
 * @param port 0 for any free one
 * @throws ConfigError when the port is taken
 */
export async function serveHealth(
	port: number,
	thresholds: ReadyThresholds,
	state: () => Promise<WorkerState>,
): Promise<{ server: Server; port: number }> {
	const server = createServer((request, response) => {
		const path = (request.url ?? '').split('?')[0];
		if (path !== '/health' && path !== '/ready')
			return answer(response, 404, { code: 'not_found', message: 'Only /health and /ready are here.' });
		if (request.method !== 'GET' && request.method !== 'HEAD')
			return answer(response, 405, { code: 'method_not_allowed', message: 'Use GET.' });
		state().then(
			(now) => {
				if (path === '/health') return answer(response, isAlive(now) ? 200 : 503, { status: isAlive(now) ? 'ok' : 'stuck' });
				const reasons = notReadyReasons(now, thresholds);
				answer(response, reasons.length === 0 ? 200 : 503, {
					status: reasons.length === 0 ? 'ready' : 'not_ready',
					reasons,
					backlog: now.backlog,
				});
			},
			() => answer(response, 503, { status: 'unknown' }),
		);
	});
	server.requestTimeout = 5_000;
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error) =>
			reject(new ConfigError(`WORKER_PORT ${port} cannot be used (${toError(error).message}): choose another`)),
		);
		server.listen(port, resolve);
	});
	return { server, port: (server.address() as AddressInfo).port };
}

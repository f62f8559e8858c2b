import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, toError } from '../lib/errors';
import { isAlive, notReadyReasons, type ReadyThresholds, type WorkerState } from './health';
import { prometheusText, type Sample } from './metrics';

function answer(response: ServerResponse, status: number, body: object): void {
	response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
	response.end(`${JSON.stringify(body)}\n`);
}

export interface MetricsEndpoint {
	readonly read: () => Promise<readonly Sample[]>;
	/** What the asker must show; null: nobody is asked for anything. */
	readonly bearer: string | null;
	/** Whether nobody is answered when there is no bearer. */
	readonly isClosed: boolean;
}

/** The figures as Caracal's `/metrics.json` has them: by name without the prefix, and only those without labels. */
function metricsJson(samples: readonly Sample[]): Record<string, number> {
	const plain = samples.filter(({ labels, value }) => labels === undefined && value !== null);
	return Object.fromEntries(plain.map(({ name, value }) => [name.replace(/^caracal_audit_/, ''), value ?? 0]));
}

function answerMetrics(request: IncomingMessage, response: ServerResponse, metrics: MetricsEndpoint, isJson: boolean): void {
	const { bearer, isClosed, read } = metrics;
	const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
	if (bearer === null ? isClosed : !sameSecret(given, bearer)) {
		answer(response, 401, { code: 'unauthenticated', message: 'Show METRICS_BEARER as a bearer token.' });
		return;
	}
	read().then(
		(samples) => {
			if (isJson) answer(response, 200, metricsJson(samples));
			else {
				response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' });
				response.end(prometheusText(samples));
			}
		},
		() => answer(response, 503, { status: 'unknown' }),
	);
}

/** Compared by digests, so that the time it takes tells nothing of either. */
function sameSecret(given: string, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}

/**
 * Serves `GET /health` (200 while the process does its work, else 503: restart it), `GET /ready` (200, or 503 with the
 * reasons and the backlog) and `GET /metrics`, also as JSON.
 * @param port 0 for any free one
 * @throws ConfigError when the port is taken
 */
export async function serveHealth(
	port: number,
	thresholds: ReadyThresholds,
	state: () => Promise<WorkerState>,
	metrics: MetricsEndpoint | null = null,
): Promise<{ server: Server; port: number }> {
	const server = createServer((request, response) => {
		const path = (request.url ?? '').split('?')[0];
		const isMetrics = metrics !== null && (path === '/metrics' || path === '/metrics.json');
		if (path !== '/health' && path !== '/ready' && !isMetrics)
			return answer(response, 404, { code: 'not_found', message: 'Only /health, /ready and /metrics are here.' });
		if (request.method !== 'GET' && request.method !== 'HEAD')
			return answer(response, 405, { code: 'method_not_allowed', message: 'Use GET.' });
		if (isMetrics) return answerMetrics(request, response, metrics, path === '/metrics.json');
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

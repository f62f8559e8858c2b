import 'next/dist/server/node-environment-baseline.js';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pipeToNodeResponse } from 'next/dist/server/pipe-readable.js';
import { signalFromNodeResponse } from 'next/dist/server/web/spec-extension/adapters/next-request.js';
import { NextRequest } from 'next/server.js';
import type { Route } from '../http/route';
import { runRoute } from './call-route';

const APP = fileURLToPath(new URL('../../../app', import.meta.url));

/**
 * Serves handlers of app/ over HTTP without a build: requests, their abortion and the bodies of answers go through Next's own
 * adapters, so that a connection that is lost is heard of as in the product.
 * @param files by path, such as `/v1/tail` to `v1/tail/route.ts`; without parameters
 * @param texts answers of the test's own, by path
 * @param before gets every request first, and says whether it took it
 */
export async function routeServer(
	files: Readonly<Record<string, string>>,
	texts: Readonly<Record<string, () => string>> = {},
	before: (incoming: IncomingMessage, outgoing: ServerResponse) => boolean = () => false,
): Promise<Server> {
	const routes = new Map<string, Route>();
	for (const [path, file] of Object.entries(files)) {
		const { GET } = (await import(/* @vite-ignore */ join(APP, file))) as { GET: Route };
		routes.set(path, GET);
	}
	return createServer((incoming, outgoing) => {
		if (before(incoming, outgoing)) return;
		const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'console.test'}`);
		const route = routes.get(url.pathname);
		if (route === undefined) {
			const text = texts[url.pathname];
			outgoing.writeHead(text === undefined ? 404 : 200).end(text?.());
			return;
		}
		const headers = new Headers(Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]));
		const request = new NextRequest(url, { headers, signal: signalFromNodeResponse(outgoing) });
		runRoute(route, request, {})
			.then(async (response) => {
				outgoing.writeHead(response.status, Object.fromEntries(response.headers));
				if (response.body === null) outgoing.end();
				else await pipeToNodeResponse(response.body as Parameters<typeof pipeToNodeResponse>[0], outgoing);
			})
			.catch(() => {
				// the connection broke off while it was answered
				outgoing.destroy();
			});
	});
}

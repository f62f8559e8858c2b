import 'next/dist/server/node-environment-baseline.js';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workAsyncStorage } from 'next/dist/server/app-render/work-async-storage.external.js';
import { workUnitAsyncStorage } from 'next/dist/server/app-render/work-unit-async-storage.external.js';
import { HeadersAdapter } from 'next/dist/server/web/spec-extension/adapters/headers.js';
import { RequestCookiesAdapter } from 'next/dist/server/web/spec-extension/adapters/request-cookies.js';
import { RequestCookies } from 'next/dist/server/web/spec-extension/cookies.js';
import { NextRequest } from 'next/server.js';
import type { Operation } from '../../api/operation';
import type { Route } from '../http/route';

const APP = fileURLToPath(new URL('../../../app', import.meta.url));
const ORIGIN = 'http://console.test';

/** Every operation's handler, found by walking app/, by the id of its operation. */
export async function operationRoutes(): Promise<ReadonlyMap<string, Route>> {
	const routes = new Map<string, Route>();
	for (const file of readdirSync(APP, { recursive: true, encoding: 'utf8' })) {
		if (!/(^|\/)route\.ts$/.test(file) || !file.startsWith('v1/')) continue;
		const exported = (await import(/* @vite-ignore */ join(APP, file))) as Record<string, unknown>;
		for (const handler of Object.values(exported))
			if (typeof handler === 'function' && 'operation' in handler) {
				const route = handler as Route;
				routes.set(route.operation.id, route);
			}
	}
	return routes;
}

/** What a request carries. Path parameters as they are meant; they are encoded here, as a program must. */
export interface GivenRequest {
	readonly params?: Readonly<Record<string, string>>;
	/** The parameters are already as they stand in an address, rightly encoded or not. */
	readonly isEncoded?: boolean;
	/** Pairs, so that a name can come twice. */
	readonly query?: readonly (readonly [string, string])[];
	readonly body?: string;
	readonly headers?: Readonly<Record<string, string>>;
}

/** No address can carry half a surrogate pair. */
function encoded(text: string): string {
	return encodeURIComponent(text.toWellFormed());
}

function addressOf(operation: Operation, given: GivenRequest): string {
	const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(given.params?.[name] ?? ''));
	const query = new URLSearchParams((given.query ?? []).map(([name, value]) => [name, value]));
	return `${ORIGIN}${path}${query.size === 0 ? '' : `?${query}`}`;
}

/**
 * Calls a handler as Next does, with Next's own stores behind `headers()` and `cookies()`: who asks is read from the request, and
 * everything else happens as in the product.
 */
export async function callRoute(route: Route, given: GivenRequest = {}): Promise<Response> {
	const { operation } = route;
	const headers = new Headers({ host: 'console.test', ...given.headers });
	if (given.body !== undefined) headers.set('content-type', 'application/json');
	const request = new NextRequest(addressOf(operation, given), { method: operation.method, headers, body: given.body ?? null });
	const params = Object.fromEntries(
		Object.entries(given.params ?? {}).map(([name, value]) => [name, given.isEncoded === true ? value : encoded(value)]),
	);
	return runRoute(route, request, params);
}

/** Runs a handler on a request, with Next's own stores around it. @param params as they stand in the address */
export function runRoute(route: Route, request: NextRequest, params: Readonly<Record<string, string>>): Promise<Response> {
	return withinRequest(route.operation.path, request.headers, () => route(request, { params: Promise.resolve(params) }));
}

/** Runs what reads `headers()` and `cookies()`, as in a request with these headers. */
export function withinRequest<T>(path: string, headers: Headers, run: () => Promise<T>): Promise<T> {
	// the stores have many members for rendering that is never met here; these are those that headers() and cookies() read
	const work = { route: path } as Parameters<typeof workAsyncStorage.run>[0];
	const unit = {
		type: 'request',
		phase: 'render',
		headers: HeadersAdapter.seal(headers),
		cookies: RequestCookiesAdapter.seal(new RequestCookies(headers)),
	} as unknown as Parameters<typeof workUnitAsyncStorage.run>[0];
	return workAsyncStorage.run(work, () => workUnitAsyncStorage.run(unit, run));
}

import 'server-only';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { LIST_EVENTS } from '../../api/event-operations';
import type { Operation } from '../../api/operation';
import { AppError } from '../../errors';
import { ANSWER_POLICY, SECURITY_HEADERS } from '../../security-headers';
import { requireTokenActor, type TokenLookups } from '../auth/token';
import { answerListEvents } from '../events/list-call';
import { log } from '../log';
import { SharedReads } from '../shared-read';
import { errorBody } from './error-body';
import { methodsAt } from './methods';
import { type Given, type Handle, perform } from './perform';

type Take = (request: IncomingMessage, response: ServerResponse, query: string) => Promise<void>;

const HEADERS: Readonly<Record<string, string>> = {
	...Object.fromEntries(SECURITY_HEADERS.map(({ key, value }) => [key, value])),
	'content-security-policy': ANSWER_POLICY,
	vary: 'Accept-Encoding',
};
/** Shorter bodies are not worth packing. */
const PACKED_BYTES_MIN = 1024;
/** Packs nearly as well as the default in half the time. */
const PACK_LEVEL = 4;

/** A token that asks more often than this is looked up once for all it asks meanwhile, and what they ask then goes on together. */
const LOOKUPS_APART_MS = 15;
const lookups: TokenLookups = new SharedReads(LOOKUPS_APART_MS);

const pack = promisify(gzip);
/** Bodies packed already: several requests may share one. */
const packed = new WeakMap<Buffer, Promise<Buffer>>();

function packedOf(body: Buffer): Promise<Buffer> {
	const known = packed.get(body) ?? pack(body, { level: PACK_LEVEL });
	packed.set(body, known);
	return known;
}

/** Whether the asker takes gzip; `;q=0` refuses it. */
function takesGzip(accepted: string | undefined): boolean {
	return accepted !== undefined && /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i.test(accepted);
}

async function send(response: ServerResponse, accepted: string | undefined, { status, headers, body }: Given): Promise<void> {
	if (body === null || body.length < PACKED_BYTES_MIN || !takesGzip(accepted)) {
		response.writeHead(status, { ...HEADERS, ...headers, ...(body === null ? {} : { 'content-length': body.length }) }).end(body);
		return;
	}
	const bytes = await packedOf(body);
	response.writeHead(status, { ...HEADERS, ...headers, 'content-encoding': 'gzip', 'content-length': bytes.length }).end(bytes);
}

/** Ends when the connection is gone before the answer is out. */
function signalOf(response: ServerResponse): AbortSignal {
	const controller = new AbortController();
	response.once('close', () => {
		if (!response.writableFinished) controller.abort();
	});
	return controller.signal;
}

function take<Params, Query, Answer>(
	operation: Operation<Params, Query, unknown, Answer>,
	handle: Handle<Params, Query, unknown, Answer>,
): Take {
	return async (request, response, query) => {
		const { authorization = '', 'accept-encoding': accepted } = request.headers;
		const given = await perform(operation, handle, {
			actor: () => requireTokenActor(authorization, lookups),
			params: {},
			searchParams: new URLSearchParams(query),
			body: async () => undefined,
			request: {
				method: 'GET',
				headers: { get: (name) => request.headers[name.toLowerCase()]?.toString() ?? null },
				signal: signalOf(response),
			},
		});
		if (given instanceof Response) throw new Error(`${operation.id} streams, which is not for this server`);
		await send(response, accepted?.toString(), given);
	};
}

/** What programs ask often. Everything else, and whoever comes with a session, is Next's. */
const TAKES = new Map<string, Take>([[LIST_EVENTS.path, take(LIST_EVENTS, answerListEvents)]]);

/**
 * Answers a method that an address of the interface does not take, in the shape of every other error; Next's own answer is empty.
 * @returns false when it takes it, or there is no such address
 */
function refusesMethod({ method = '' }: IncomingMessage, response: ServerResponse, path: string): boolean {
	const methods = path.startsWith('/v1/') ? methodsAt(path) : null;
	if (methods === null || methods.includes(method)) return false;
	const requestId = randomUUID();
	const error = new AppError('method_not_allowed', `This address takes no ${method}.`, `Use ${methods.join(', ')}.`);
	const { status, body } = errorBody(error, requestId);
	const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId, allow: methods.join(', ') };
	// what it sent is not read: the next request comes on a connection of its own
	response.writeHead(status, { ...HEADERS, ...headers, connection: 'close' }).end(JSON.stringify(body));
	return true;
}

/**
 * Answers a program's request before Next sees it, where this is an operation it can do: the same verb under the same checks. Next's
 * own work for a request takes more processor time than the answer.
 * @returns false when it is for Next, and nothing was done
 */
export function front(request: IncomingMessage, response: ServerResponse): boolean {
	const { url = '', method, headers } = request;
	const mark = url.indexOf('?');
	const path = mark < 0 ? url : url.slice(0, mark);
	if (refusesMethod(request, response, path)) return true;
	if (method !== 'GET' || headers.authorization === undefined) return false;
	if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined || url.includes('#')) return false;
	const taken = TAKES.get(path);
	if (taken === undefined) return false;
	taken(request, response, mark < 0 ? '' : url.slice(mark + 1)).catch((error: unknown) => {
		// a connection that broke off while it was answered is nobody's fault
		if (!response.destroyed) log.error({ err: error }, 'an answer could not be given');
		response.destroy();
	});
	return true;
}

import 'server-only';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { LIST_EVENTS } from '../../api/event-operations';
import type { Operation } from '../../api/operation';
import { TAIL, TAIL_ZONE } from '../../api/tail-operations';
import { AppError } from '../../errors';
import { ANSWER_POLICY, SECURITY_HEADERS } from '../../security-headers';
import { requireActorOf } from '../auth/actor';
import type { TokenLookups } from '../auth/token';
import { answerListEvents } from '../events/list-call';
import { log } from '../log';
import { SharedReads } from '../shared-read';
import { answerTail, answerZoneTail } from '../tail/answer';
import { sendFlow } from './direct-sink';
import { errorBody } from './error-body';
import { Flow } from './flow';
import { methodsAt } from './methods';
import { type Given, type Handle, perform } from './perform';

/** A request that is the only one under way on its connection. */
interface Taken {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly socket: Socket;
	/** The path's parameters as they stand in the address. */
	readonly params: Readonly<Record<string, string>>;
	readonly query: string;
}
type Take = (taken: Taken) => Promise<void>;

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
	return async ({ request, response, socket, params, query }) => {
		let signal: AbortSignal | undefined;
		const given = await perform(operation, handle, {
			actor: () => requireActorOf(request, lookups),
			params,
			searchParams: new URLSearchParams(query),
			body: async () => undefined,
			request: {
				method: 'GET',
				headers: { get: (name) => request.headers[name.toLowerCase()]?.toString() ?? null },
				// made for who asks for it: a stream hears of its end from its connection
				get signal() {
					signal ??= signalOf(response);
					return signal;
				},
			},
		});
		if (given instanceof Response) throw new Error(`${operation.id} makes a Response, which is not for this server`);
		if (given instanceof Flow) sendFlow(response, socket, given, { ...HEADERS, ...given.headers });
		else await send(response, request.headers['accept-encoding']?.toString(), given);
	};
}

const ZONE_TAIL = new RegExp(`^${TAIL_ZONE.path.replace('{zone}', '([^/]+)')}$`);
const takeList = take(LIST_EVENTS, answerListEvents);
const takeTail = take(TAIL, answerTail);
const takeZoneTail = take(TAIL_ZONE, answerZoneTail);

/** Who answers a path here: what programs ask often, and streams, whoever asks for them. Everything else is Next's. */
function takerOf(path: string, isProgram: boolean): { readonly take: Take; readonly params: Taken['params'] } | null {
	if (path === LIST_EVENTS.path) return isProgram ? { take: takeList, params: {} } : null;
	if (path === TAIL.path) return { take: takeTail, params: {} };
	const zone = ZONE_TAIL.exec(path)?.[1];
	return zone === undefined ? null : { take: takeZoneTail, params: { zone } };
}

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
 * Answers a request before Next sees it, where this is an operation it can do: the same verb under the same checks. Next's own work
 * for a request, and for each piece of a stream, takes more processor time than the answer.
 * @returns false when it is for Next, and nothing was done
 */
export function front(request: IncomingMessage, response: ServerResponse): boolean {
	const { url = '', method, headers } = request;
	const { socket } = response;
	const mark = url.indexOf('?');
	const path = mark < 0 ? url : url.slice(0, mark);
	if (refusesMethod(request, response, path)) return true;
	// a request that was sent before the answer to another had come has no connection yet
	if (method !== 'GET' || socket === null) return false;
	if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined || url.includes('#')) return false;
	const taker = takerOf(path, headers.authorization !== undefined);
	if (taker === null) return false;
	taker.take({ request, response, socket, params: taker.params, query: mark < 0 ? '' : url.slice(mark + 1) }).catch((error: unknown) => {
		// a connection that broke off while it was answered is nobody's fault
		if (!response.destroyed) log.error({ err: error }, 'an answer could not be given');
		response.destroy();
	});
	return true;
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonValue } from '../../lib/json';
import { apiEvent } from './events';
import { LiveStreams } from './live';

type Event = Record<string, JsonValue>;

/** An answer given in place of the right one; `drop` closes the connection without any. */
export type Fault = { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> } | 'drop';

export const TOKEN = 'cat_stand_in_0123456789abcdef';
const FILTERS = ['decision', 'request_id'] as const;

/** Stands in for a console: the endpoints the command asks, over a ledger in memory. */
export class StandIn {
	readonly zones = new Map<string, Event[]>();
	/** Paths with query, in the order they were asked. */
	readonly asked: string[] = [];
	/** Asked at every request: what to answer instead. */
	fault: (path: string) => Fault | undefined = () => undefined;
	/** What is said of a request ID nobody has, of two requests, and of a signature. */
	trace: JsonValue = { elsewhere: null };
	changes: JsonValue = { baseline: null, diff: null, why: 'There is nothing to compare with.' };
	check: (zone: string, seq: number) => JsonValue = (zone, seq) => ({
		zone,
		seq,
		state: 'valid',
		words: 'It holds.',
		todo: '',
		checkedAt: null,
		parts: [],
	});
	whoami: JsonValue = { kind: 'token', name: 'ci', memberships: [{ zone_id: null, role: 'viewer' }], expires_at: null };
	/** Its live streams. */
	readonly live = new LiveStreams(this.zones);
	private server: Server | undefined;
	private port = 0;

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Starts listening; after a stop at the same port again. */
	async start(): Promise<this> {
		this.server = createServer((request, response) => this.answer(request, response)).listen(this.port, '127.0.0.1');
		await once(this.server, 'listening');
		this.port = (this.server.address() as AddressInfo).port;
		return this;
	}

	/** Stops as a killed process does: connections are cut. */
	async stop(): Promise<void> {
		const server = this.server;
		if (server === undefined) return;
		this.server = undefined;
		const closed = once(server, 'close');
		server.close();
		server.closeAllConnections();
		await closed;
	}

	/** Appends events to a zone's chain. */
	append(zone: string, count: number, with_: Readonly<Record<string, JsonValue>> = {}): void {
		const events = this.zones.get(zone) ?? [];
		this.zones.set(zone, events);
		for (let i = 0; i < count; i++) events.push(apiEvent(zone, events.length + 1, with_));
		this.live.send();
	}

	private answer(request: IncomingMessage, response: ServerResponse): void {
		const path = request.url ?? '';
		this.asked.push(path);
		const fault = this.fault(path);
		if (fault === 'drop') {
			request.socket.destroy();
			return;
		}
		if (fault !== undefined) {
			response.writeHead(fault.status, { ...fault.headers }).end(fault.body ?? '');
			return;
		}
		const isKnown = request.headers.authorization === `Bearer ${TOKEN}`;
		if (isKnown && path.startsWith('/v1/tail')) {
			this.live.open(request, response);
			return;
		}
		const found = isKnown ? this.resource(new URL(path, this.url), request.method === 'POST') : undefined;
		if (!isKnown) send(response, 401, problem('unauthenticated', 'This token is not valid.', 'Make a new one.'));
		else if (found === undefined) send(response, 404, problem('not_found', 'There is no such thing.', 'See that the ID was copied whole.'));
		else send(response, 200, found);
	}

	private resource(url: URL, isPost: boolean): JsonValue | undefined {
		const [, , kind, zone, what, byRequest, requestId] = url.pathname.split('/').map(decodeURIComponent);
		if (isPost) return byRequest === 'signature-check' ? this.check(zone ?? '', Number(what)) : undefined;
		if (kind === 'whoami') return this.whoami;
		if (kind === 'requests') return this.trace;
		if (what === 'requests') return requestId === 'changes' ? this.changes : this.trace;
		if (kind === 'events') return this.search(url.searchParams);
		if (zone === undefined) return { items: [...this.zones].map(([name, events]) => head(name, events)) };
		const events = this.zones.get(zone) ?? [];
		return byRequest === undefined ? page(events, url.searchParams) : explanation(zone, requestId ?? '', events);
	}

	private search(query: URLSearchParams): JsonValue {
		const request = /^request:(.+)$/.exec(query.get('q') ?? '')?.[1]?.replaceAll('"', '');
		const all = [...this.zones.values()].flat().filter((event) => request === undefined || event.request_id === request);
		const before = Number(query.get('before') ?? all.length);
		const end = Math.max(0, before - Number(query.get('limit') ?? 100));
		const events = all
			.slice(end, before)
			.reverse()
			.map((event) => ({
				zone: event.zone_id ?? null,
				seq: event.chain_seq ?? null,
				id: event.id ?? null,
				occurredAt: event.occurred_at ?? null,
				ingestedAt: event.ingested_at ?? null,
				type: event.event_type ?? null,
				decision: event.decision ?? null,
				evaluationStatus: event.evaluation_status ?? null,
				requestId: event.request_id ?? null,
				sentence: [
					{ kind: 'strong', text: 'mailer' },
					{ kind: 'plain', text: ' got access' },
				],
			}));
		return { events, older: end > 0 ? String(end) : null };
	}
}

function send(response: ServerResponse, status: number, body: JsonValue): void {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function problem(code: string, message: string, todo: string): JsonValue {
	return { code, message, todo, requestId: 'srv-1' };
}

function head(zone: string, events: readonly Event[]): JsonValue {
	return { zone_id: zone, events: events.length, head_seq: events.length, newest_at: events.at(-1)?.occurred_at ?? null };
}

function page(events: readonly Event[], query: URLSearchParams): JsonValue {
	const types = query.get('event_type')?.split(',');
	const limit = Number(query.get('limit') ?? 100);
	const matching = events.filter(
		(event) =>
			FILTERS.every((key) => !query.has(key) || event[key] === query.get(key)) &&
			(types === undefined || types.includes(String(event.event_type))) &&
			String(event.occurred_at) >= (query.get('since') ?? '') &&
			String(event.occurred_at) < (query.get('until') ?? 'A'),
	);
	if (query.get('order') === 'asc') {
		const after = matching.filter((event) => Number(event.chain_seq) > Number(query.get('after_seq')));
		return { items: after.slice(0, limit), next_cursor: after.length > limit ? `seq:${after[limit - 1]?.chain_seq}` : null };
	}
	const from = Number(query.get('cursor') ?? 0);
	const items = matching.toReversed().slice(from, from + limit);
	return { items, next_cursor: matching.length > from + limit ? String(from + limit) : null };
}

function explanation(zone: string, requestId: string, all: readonly Event[]): JsonValue | undefined {
	const events = all.filter((event) => event.request_id === requestId);
	if (events.length === 0) return undefined;
	const denied = events.filter((event) => event.decision === 'deny');
	const final = denied.length > 0 ? 'deny' : (events.at(-1)?.decision ?? '');
	return { request_id: requestId, zone_id: zone, final_decision: final, denied, events };
}

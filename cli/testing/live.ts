import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonValue } from '../../lib/json';
import { frameText, idText } from '../../lib/tail/sse';

type Event = Record<string, JsonValue>;
type Heads = Record<string, number>;

interface Stream {
	readonly response: ServerResponse;
	readonly zones: readonly string[];
	readonly heads: Heads;
}

const idOf = (heads: Heads) => Buffer.from(JSON.stringify(heads)).toString('base64url');

/** The live streams of a stand-in: what is appended to its zones, with ids to go on from. */
export class LiveStreams {
	private readonly streams = new Set<Stream>();

	constructor(private readonly zones: ReadonlyMap<string, readonly Event[]>) {}

	open(request: IncomingMessage, response: ServerResponse): void {
		const url = new URL(request.url ?? '', 'http://stand.in');
		const last = request.headers['last-event-id'];
		const heads: Heads =
			typeof last === 'string'
				? (JSON.parse(Buffer.from(last, 'base64url').toString()) as Heads)
				: Object.fromEntries([...this.zones].map(([zone, events]) => [zone, events.length]));
		const stream = { response, heads, zones: url.searchParams.get('zone')?.split(',') ?? [] };
		this.streams.add(stream);
		response.on('close', () => this.streams.delete(stream));
		response.writeHead(200, { 'content-type': 'text/event-stream' }).write(idText(idOf(heads)));
		this.sendTo(stream);
	}

	/** Sends what was appended. */
	send(): void {
		for (const stream of this.streams) this.sendTo(stream);
	}

	/** Ends every stream with a notice. */
	end(notice: { readonly kind: string; readonly message: string; readonly todo: string }): void {
		for (const { response } of this.streams) response.end(frameText('notice', JSON.stringify(notice), null));
	}

	private sendTo({ response, zones, heads }: Stream): void {
		for (const [zone, events] of this.zones) {
			if (zones.length > 0 && !zones.includes(zone)) continue;
			const rows = events.slice(heads[zone] ?? 0);
			heads[zone] = events.length;
			if (rows.length > 0) response.write(frameText('events', JSON.stringify(rows), idOf(heads)));
		}
	}
}

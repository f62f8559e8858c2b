import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { FrameReader } from '../../lib/tail/sse';

interface Row {
	readonly zone: string;
	readonly seq: number;
}

export interface WatcherOptions {
	readonly port: number;
	readonly token: string;
	readonly q: string;
	/** Longest it stops reading now and then; 0 for never. */
	readonly freezeMsMax: number;
	/** Bytes after which it is cut, on average; null for never. */
	readonly cutBytesMean: number | null;
	readonly random: () => number;
}

/** A viewer over HTTP that is cut at any byte, freezes, and goes on from the last id it has read whole. */
export class Watcher {
	/** Places by zone, in the order shown. */
	readonly shown = new Map<string, number[]>();
	opened = 0;
	refused: string | null = null;
	private lastId: string | null = null;
	private isStopped = false;
	private isCalm = false;
	private request: ClientRequest | null = null;

	constructor(readonly options: WatcherOptions) {}

	get count(): number {
		return [...this.shown.values()].reduce((sum, places) => sum + places.length, 0);
	}

	/** Watches until `stop`. */
	async run(): Promise<void> {
		while (!this.isStopped) {
			await this.watch();
			if (!this.isStopped) await sleep(50 + this.options.random() * 200);
		}
	}

	/** From now on it is neither cut nor freezes. */
	calm(): void {
		this.isCalm = true;
	}

	stop(): void {
		this.isStopped = true;
		this.request?.destroy();
	}

	/** One connection, until it ends. */
	private watch(): Promise<void> {
		const { port, token, q, random, cutBytesMean } = this.options;
		return new Promise((resolve) => {
			// from the beginning, until an id says where to go on
			const path = `/v1/tail?${new URLSearchParams({ q, since: '2000-01-01T00:00:00Z' })}`;
			const resumed = this.lastId === null ? {} : { 'last-event-id': this.lastId };
			const request = get({ port, host: '127.0.0.1', path, headers: { authorization: `Bearer ${token}`, ...resumed }, agent: false });
			this.request = request;
			request.on('error', () => resolve());
			request.on('close', () => resolve());
			request.on('response', (response) => {
				this.opened++;
				if (response.statusCode !== 200) {
					void this.refusedBy(response);
					return;
				}
				this.read(response, cutBytesMean === null || this.isCalm ? Number.POSITIVE_INFINITY : 1 + random() * cutBytesMean * 2);
			});
		});
	}

	private async refusedBy(response: IncomingMessage): Promise<void> {
		let text = '';
		for await (const chunk of response.setEncoding('utf8')) text += chunk;
		// a console whose database is away says so; anything else is a fault
		if (response.statusCode !== 503 && response.statusCode !== 500) this.refused = `${response.statusCode} ${text}`;
	}

	private read(response: IncomingMessage, bytesMax: number): void {
		const reader = new FrameReader();
		const decoder = new TextDecoder();
		let bytes = 0;
		response.on('error', () => {
			// cut from the other side: the request closes too
		});
		response.on('data', (chunk: Buffer) => {
			const part = bytes + chunk.length > bytesMax ? chunk.subarray(0, bytesMax - bytes) : chunk;
			bytes += part.length;
			for (const frame of reader.push(decoder.decode(part, { stream: true }))) {
				if (frame.event === 'events') for (const row of JSON.parse(frame.data) as Row[]) this.add(row);
				if (frame.id !== null) this.lastId = frame.id;
			}
			if (part.length < chunk.length) this.request?.destroy();
			else if (!this.isCalm && this.options.freezeMsMax > 0 && this.options.random() < 0.05) this.freeze(response);
		});
	}

	private freeze(response: IncomingMessage): void {
		response.pause();
		setTimeout(() => response.resume(), this.options.random() * this.options.freezeMsMax);
	}

	private add({ zone, seq }: Row): void {
		const places = this.shown.get(zone) ?? [];
		this.shown.set(zone, places);
		places.push(seq);
	}
}

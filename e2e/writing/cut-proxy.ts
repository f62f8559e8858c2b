import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WEB_URL } from '../env';

/** The console behind a proxy that can go away and come back, and that knows which streams are open. */
export class CutProxy {
	/** Addresses of the streams that are open. */
	readonly streams = new Set<string>();
	/** Every address a stream was asked for at. */
	readonly asked: string[] = [];
	/** Answers streams in the place of the console. */
	answer: ((url: URL, response: ServerResponse) => void) | null = null;
	private readonly sockets = new Set<Socket>();
	private port = 0;
	private number = 0;

	private constructor(private readonly server: Server) {
		server.on('connection', (socket) => {
			this.sockets.add(socket);
			socket.on('close', () => this.sockets.delete(socket));
		});
		server.on('request', (from, to) => this.pass(from, to));
	}

	static async start(): Promise<CutProxy> {
		const proxy = new CutProxy(createServer());
		await proxy.up();
		return proxy;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Nobody is reached, and what was open is cut. */
	async down(): Promise<void> {
		const closed = once(this.server, 'close');
		this.server.close();
		for (const socket of this.sockets) socket.destroy();
		await closed;
	}

	async up(): Promise<void> {
		this.server.listen(this.port, '127.0.0.1');
		await once(this.server, 'listening');
		this.port = (this.server.address() as AddressInfo).port;
	}

	private pass(from: IncomingMessage, to: ServerResponse): void {
		const url = new URL(from.url ?? '/', WEB_URL);
		const isStream = url.pathname === '/v1/tail';
		if (isStream) {
			const name = `${++this.number} ${url.search}`;
			this.asked.push(url.search);
			this.streams.add(name);
			to.on('close', () => this.streams.delete(name));
			if (this.answer !== null) {
				this.answer(url, to);
				return;
			}
		}
		const onward = request(url, { method: from.method, headers: { ...from.headers, host: url.host } }, (answer) => {
			to.writeHead(answer.statusCode ?? 502, answer.headers);
			if (isStream) to.flushHeaders();
			answer.pipe(to);
		});
		// whichever side goes takes the other with it
		onward.on('error', () => to.destroy());
		to.on('close', () => onward.destroy());
		from.pipe(onward);
	}
}

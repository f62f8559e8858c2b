import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Load {
	/** From the moment each request was due, not from when it could be sent: a stall counts for all it held up. Milliseconds. */
	readonly latenciesMs: readonly number[];
	/** Answers other than 200, by status; 0 for none at all. */
	readonly failures: ReadonlyMap<number, number>;
	readonly bytesMean: number;
	/** Requests a second that were answered. */
	readonly perSecond: number;
}

interface Answer {
	readonly status: number;
	readonly bytes: number;
}

const SOCKETS_MAX = 64;
const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n');

/** A connection that is kept, one request at a time. It counts bytes instead of reading them, so as not to be what is measured. */
class Line {
	private socket: Socket | null = null;
	private settle: ((answer: Answer) => void) | null = null;
	private head: Buffer = Buffer.alloc(0);
	private status = 0;
	private bytes = 0;
	/** Bytes of the body; null when it comes in chunks. */
	private length: number | null = null;
	private tail: Buffer = Buffer.alloc(0);

	constructor(
		private readonly host: string,
		private readonly port: number,
		private readonly request: Buffer,
	) {}

	ask(): Promise<Answer> {
		this.socket ??= this.open();
		this.head = Buffer.alloc(0);
		this.status = 0;
		this.bytes = 0;
		this.tail = Buffer.alloc(0);
		const answer = new Promise<Answer>((resolve) => {
			this.settle = resolve;
		});
		this.socket.write(this.request);
		return answer;
	}

	close(): void {
		this.socket?.destroy();
	}

	private open(): Socket {
		const socket = connect(this.port, this.host).setNoDelay(true);
		const lost = () => {
			if (this.socket !== socket) return;
			this.socket = null;
			this.end(0);
		};
		return socket
			.on('data', (chunk) => this.take(chunk))
			.on('error', lost)
			.on('close', lost);
	}

	private end(status: number): void {
		this.settle?.({ status, bytes: this.bytes });
		this.settle = null;
	}

	private take(chunk: Buffer): void {
		let body: Buffer = chunk;
		if (this.status === 0) {
			const come = this.head.length === 0 ? chunk : Buffer.concat([this.head, chunk]);
			const at = come.indexOf(HEAD_END);
			this.head = come;
			if (at < 0) return;
			const head = come.toString('latin1', 0, at);
			this.status = Number(head.slice(9, 12));
			const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
			this.length = length === undefined ? null : Number(length);
			body = come.subarray(at + HEAD_END.length);
		}
		this.bytes += body.length;
		if (this.length === null) this.tail = Buffer.concat([this.tail, body]).subarray(-LAST_CHUNK.length);
		if (this.length === null ? this.tail.equals(LAST_CHUNK) : this.bytes >= this.length) this.end(this.status);
	}
}

/** Asks at a fixed rate, whether or not the answers keep up. */
export async function load(
	url: string,
	headers: Readonly<Record<string, string>>,
	requestsPerSecond: number,
	seconds: number,
): Promise<Load> {
	const { hostname, port, host, pathname, search } = new URL(url);
	const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
	const request = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`);
	const free = Array.from({ length: SOCKETS_MAX }, () => new Line(hostname, Number(port), request));
	const waiting: ((line: Line) => void)[] = [];
	const latenciesMs: number[] = [];
	const failures = new Map<number, number>();
	const underWay: Promise<void>[] = [];
	let bytes = 0;
	const one = async (dueMs: number) => {
		const line = free.pop() ?? (await new Promise<Line>((resolve) => waiting.push(resolve)));
		const answer = await line.ask();
		latenciesMs.push(performance.now() - dueMs);
		bytes += answer.bytes;
		if (answer.status !== 200) failures.set(answer.status, (failures.get(answer.status) ?? 0) + 1);
		const next = waiting.shift();
		if (next === undefined) free.push(line);
		else next(line);
	};
	const startMs = performance.now();
	for (let i = 0; i < requestsPerSecond * seconds; i++) {
		const dueMs = startMs + (i / requestsPerSecond) * 1000;
		const waitMs = dueMs - performance.now();
		if (waitMs > 0) await sleep(waitMs);
		underWay.push(one(dueMs));
	}
	await Promise.all(underWay);
	for (const line of free) line.close();
	const took = (performance.now() - startMs) / 1000;
	return { latenciesMs, failures, bytesMean: bytes / latenciesMs.length, perSecond: latenciesMs.length / took };
}

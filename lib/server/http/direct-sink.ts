import 'server-only';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Flow, Sink, Source } from './flow';
import type { Piece } from './piece';

/**
 * The connection of an answer whose head is out. Pieces go to the socket as they are: the same bytes for all who get them, and nothing
 * is done for each but the writing. What it holds is the socket's own queue, bounded by its high-water mark and one piece.
 */
class DirectSink implements Sink {
	private source: Source | null = null;

	constructor(
		private readonly response: ServerResponse,
		private readonly socket: Socket,
	) {}

	begin(flow: Flow): void {
		this.source = flow.begin(this);
		if (this.isGone) {
			this.source.closed();
			return;
		}
		this.socket.on('drain', this.onDrain);
		this.response.once('close', this.onClose);
	}

	get heldBytes(): number {
		return this.socket.writableLength;
	}

	get hasRoom(): boolean {
		return !this.isGone && this.socket.writableLength < this.socket.writableHighWaterMark;
	}

	write(piece: Piece): void {
		if (!this.isGone) this.socket.write(this.response.chunkedEncoding ? piece.chunk : piece.bytes);
	}

	gather(): void {
		this.socket.cork();
	}

	release(): void {
		this.socket.uncork();
	}

	end(): void {
		if (!this.isGone) this.response.end();
		this.onClose();
	}

	cut(): void {
		this.socket.destroy();
		this.onClose();
	}

	private get isGone(): boolean {
		return this.socket.destroyed || this.socket.writableEnded;
	}

	private readonly onDrain = () => this.source?.drained();

	private readonly onClose = () => {
		this.socket.off('drain', this.onDrain);
		this.response.off('close', this.onClose);
		this.source?.closed();
	};
}

/** Sends a flow over the connection of a request, past node's own body of the answer. The socket must be the answer's: it has begun, or nothing is before it. */
export function sendFlow(response: ServerResponse, socket: Socket, flow: Flow, headers: Readonly<Record<string, string>>): void {
	socket.setNoDelay(true);
	// the connection is this answer's alone, and ends with it
	response.writeHead(200, { ...headers, connection: 'close' });
	response.flushHeaders();
	new DirectSink(response, socket).begin(flow);
}

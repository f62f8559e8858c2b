import 'server-only';

const LINE_BYTES = 2;

/**
 * Some text of a flow in bytes, with the frame that chunked transfer coding puts around it: made once, whichever connections and however
 * many of them it goes out to. The text is not empty, as an empty chunk would end the answer.
 */
export class Piece {
	/** One chunk (RFC 9112, section 7.1). */
	readonly chunk: Buffer;
	private readonly start: number;

	constructor(text: string) {
		const length = Buffer.byteLength(text);
		const head = `${length.toString(16)}\r\n`;
		this.start = head.length;
		// not of the shared pool, which one small piece would keep as a whole
		this.chunk = Buffer.allocUnsafeSlow(head.length + length + LINE_BYTES);
		this.chunk.write(head, 0, 'latin1');
		this.chunk.write(text, this.start, 'utf8');
		this.chunk.write('\r\n', this.start + length, 'latin1');
	}

	/** The text alone. */
	get bytes(): Buffer {
		return this.chunk.subarray(this.start, -LINE_BYTES);
	}
}

import 'server-only';
import type { Flow, Sink, Source } from './flow';

/** What is kept for a reader that does not take it; beyond that, at most one piece. */
const HELD_BYTES_MAX = 64 * 1024;

/**
 * A flow as the body of a Response, for Next.
 * @param signal fires when the connection is gone, which Next does not always tell the body
 */
export function webBody(flow: Flow, signal?: AbortSignal): ReadableStream<Uint8Array> {
	let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
	let source: Source | null = null;
	const closed = () => {
		controller = null;
		signal?.removeEventListener('abort', closed);
		source?.closed();
	};
	const body = new ReadableStream<Uint8Array>(
		{
			start(given) {
				controller = given;
			},
			pull: () => source?.drained(),
			cancel: closed,
		},
		{ highWaterMark: HELD_BYTES_MAX, size: (chunk) => chunk.byteLength },
	);
	/** A body that was ended from the other side without a word says so by throwing. */
	const attempt = (work: (open: ReadableStreamDefaultController<Uint8Array>) => void) => {
		try {
			if (controller !== null) work(controller);
		} catch {
			closed();
		}
	};
	const sink: Sink = {
		get heldBytes() {
			return controller === null ? 0 : HELD_BYTES_MAX - (controller.desiredSize ?? HELD_BYTES_MAX);
		},
		get hasRoom() {
			return (controller?.desiredSize ?? 0) > 0;
		},
		write: (piece) => attempt((open) => open.enqueue(piece.bytes)),
		gather() {},
		release() {},
		end() {
			attempt((open) => open.close());
			closed();
		},
		cut() {
			attempt((open) => open.error(new Error('the answer was given up')));
			closed();
		},
	};
	source = flow.begin(sink);
	if (signal?.aborted === true) closed();
	else signal?.addEventListener('abort', closed, { once: true });
	return body;
}

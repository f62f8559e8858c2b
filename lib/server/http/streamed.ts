import 'server-only';
import { log } from '../log';

/** The lines as a body that is read as fast as it is taken. When a page fails the body breaks off, so that no reader takes it for whole. */
export function streamed(parts: AsyncGenerator<string>, requestId: string): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	return new ReadableStream({
		async pull(controller) {
			try {
				const { value, done } = await parts.next();
				if (done === true) controller.close();
				else controller.enqueue(encoder.encode(value));
			} catch (error) {
				log.error({ requestId, err: error }, 'export broke off');
				controller.error(error);
			}
		},
		async cancel() {
			await parts.return(undefined);
		},
	});
}

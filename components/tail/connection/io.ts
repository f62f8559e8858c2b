import { ACCOUNT_HEADER } from '@/lib/api/account-header';
import type { ErrorBody } from '@/lib/api/events';
import type { FollowIo } from '@/lib/tail/follow';
import type { Refusal } from '@/lib/tail/link';

async function refusalOf(response: Response): Promise<Refusal> {
	const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
	const body = (await response.json().catch(() => null)) as Partial<ErrorBody> | null;
	return {
		status: response.status,
		message: body?.message ?? `The console answered with ${response.status}.`,
		todo: body?.todo ?? '',
		retryInMs: Number.isFinite(seconds) ? seconds * 1000 : null,
	};
}

async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		yield decoder.decode(value, { stream: true });
	}
}

/**
 * A tail over fetch, which, other than EventSource, tells why a stream was refused. For a page and a worker alike.
 * @param who whose tail it is: the session that opens it anew must be theirs still
 */
export const browserIo = (who: string): FollowIo => ({
	async open(path, signal) {
		const headers = { accept: 'text/event-stream, application/json', [ACCOUNT_HEADER]: who };
		const response = await fetch(path, { signal, headers, cache: 'no-store' });
		return response.ok && response.body !== null ? textOf(response.body) : refusalOf(response);
	},
	sleep: (ms, signal) =>
		new Promise((resolve) => {
			const done = () => {
				clearTimeout(timer);
				signal.removeEventListener('abort', done);
				resolve();
			};
			const timer = setTimeout(done, ms);
			signal.addEventListener('abort', done, { once: true });
			if (signal.aborted) done();
		}),
	random: Math.random,
});

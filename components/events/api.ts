import type { ErrorBody } from '@/lib/api/events';

/** A read that failed, with what the reader is told. */
export class ReadFailure extends Error {
	constructor(readonly body: ErrorBody) {
		super(body.message);
		this.name = 'ReadFailure';
	}
}

const UNREACHABLE: ErrorBody = {
	code: 'unreachable',
	message: 'The console did not answer.',
	todo: 'Check your connection, then try again.',
	requestId: '',
};

let exchange: Promise<unknown> | null = null;
let exchanges = 0;

/** Runs what ends this browser's session and gets it another one. Reads that are refused in between ask again after it. */
export async function exchangingSession<T>(run: () => Promise<T>): Promise<T> {
	const running = run();
	exchange = running.catch(() => undefined);
	try {
		return await running;
	} finally {
		exchange = null;
		exchanges++;
	}
}

/**
 * Asks the console's API for JSON. A session that has ended leads to sign-in, which says so, and back to this very view.
 * @param init method and body, for a change
 * @param isFinal whether a session that is being exchanged makes no difference, as for the request that exchanges it
 * @returns the answer; undefined when it has no body (204)
 * @throws ReadFailure
 */
export async function readJson<T>(path: string, signal?: AbortSignal, init: RequestInit = {}, isFinal = false): Promise<T> {
	const before = exchanges;
	let response: Response;
	try {
		response = await fetch(path, { signal, headers: { accept: 'application/json' }, ...init });
	} catch (error) {
		if (signal?.aborted) throw error;
		throw new ReadFailure(UNREACHABLE);
	}
	if (response.status === 204) return undefined as T;
	if (response.ok) return (await response.json()) as T;
	const body = (await response.json().catch(() => UNREACHABLE)) as ErrorBody;
	if (response.status === 401) {
		if (!isFinal && (exchange !== null || exchanges !== before)) {
			await exchange;
			return readJson<T>(path, signal, init, true);
		}
		window.location.assign(`/sign-in?ended=1&callbackUrl=${encodeURIComponent(window.location.pathname + window.location.search)}`);
	}
	throw new ReadFailure(body);
}

/** What to tell of any failed read. */
export function failureOf(error: unknown): ErrorBody {
	return error instanceof ReadFailure ? error.body : UNREACHABLE;
}

/** Whether asking again may help: not for what was refused or asked wrongly. */
export function isWorthRetrying(failureCount: number, error: Error): boolean {
	const code = failureOf(error).code;
	return failureCount < 1 && !['forbidden', 'unauthenticated', 'invalid_input', 'not_found'].includes(code);
}

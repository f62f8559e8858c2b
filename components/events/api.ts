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

/**
 * Reads JSON from the console's API. A session that has ended leads to sign-in and back to this very view.
 * @throws ReadFailure
 */
export async function readJson<T>(path: string, signal?: AbortSignal): Promise<T> {
	let response: Response;
	try {
		response = await fetch(path, { signal, headers: { accept: 'application/json' } });
	} catch (error) {
		if (signal?.aborted) throw error;
		throw new ReadFailure(UNREACHABLE);
	}
	if (response.ok) return (await response.json()) as T;
	const body = (await response.json().catch(() => UNREACHABLE)) as ErrorBody;
	if (response.status === 401) {
		window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(window.location.pathname + window.location.search)}`);
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

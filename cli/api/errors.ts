import { cutEnd, visible } from '../../lib/events/visible';
import { CliError } from '../errors';

/** Why there is no answer: nothing was reached, what answered is not the API, the API says not now, or it says no. */
export type Failure = 'unreachable' | 'nonsense' | 'not_now' | 'refused';

/** A question to the API that was not answered. The message is one line, safe to print. */
export class ApiError extends CliError {
	override readonly name = 'ApiError';

	/**
	 * @param status of the answer, 0 without one
	 * @param retryAfterMs how long the API asks to wait, when it says so
	 */
	constructor(
		readonly failure: Failure,
		readonly status: number,
		message: string,
		readonly retryAfterMs?: number,
	) {
		super(visible(cutEnd(message, 600)));
	}
}

const CAUSES: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'connection reset',
	ENOTFOUND: 'no such host',
	EAI_AGAIN: 'the name service does not answer',
	ETIMEDOUT: 'timed out',
	EHOSTUNREACH: 'no route to it',
	UND_ERR_CONNECT_TIMEOUT: 'timed out',
	UND_ERR_SOCKET: 'connection closed',
};

function codeOf(error: unknown): string {
	for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
		if ('code' in at && typeof at.code === 'string') return at.code;
	return '';
}

/** What fetch threw, in words. Its own text is not used: it may repeat headers. */
export function unreachable(base: string, error: unknown): ApiError {
	if (error instanceof Error && error.name === 'TimeoutError')
		return new ApiError('unreachable', 0, `${base} did not answer in time: try again, or ask for less`);
	const code = codeOf(error);
	if (/CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY/.test(code))
		return new ApiError(
			'unreachable',
			0,
			`${base} has a certificate that is not trusted (${code}): name its authority in NODE_EXTRA_CA_CERTS`,
		);
	const why = CAUSES[code] ?? (code === '' ? 'the connection broke' : code);
	return new ApiError('unreachable', 0, `${base} cannot be reached (${why}): see that the console runs and CARACAL_API_URL is right`);
}

/** Answers that mean: ask again later. */
const NOT_NOW = new Set([408, 425, 429, 500, 502, 503, 504]);

function text(body: unknown, key: string): string {
	const value = body !== null && typeof body === 'object' ? Object.getOwnPropertyDescriptor(body, key)?.value : undefined;
	return typeof value === 'string' ? value : '';
}

/** How long a Retry-After header asks to wait: seconds or an HTTP date. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
	if (header === null) return undefined;
	const ms = /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
	return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** An answer with another status than 200. A body that is not the API's comes from something in between. */
export function refused(base: string, response: Response, body: unknown, nowMs: number): ApiError {
	const { status } = response;
	const [message, todo, requestId] = [text(body, 'message'), text(body, 'todo'), text(body, 'requestId')];
	const failure = NOT_NOW.has(status) ? 'not_now' : message === '' ? 'nonsense' : 'refused';
	const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), nowMs);
	if (message !== '') {
		const id = requestId === '' ? '' : `, request ${requestId}`;
		return new ApiError(failure, status, `${message} ${todo} (HTTP ${status}${id})`.replace(/\s+/g, ' '), retryAfterMs);
	}
	if (status >= 300 && status < 400)
		return new ApiError(
			'nonsense',
			status,
			`${base} answers with a redirect (HTTP ${status}): set CARACAL_API_URL to the console's own address`,
		);
	const todoHere = NOT_NOW.has(status) ? 'try again in a moment' : 'see that CARACAL_API_URL is the address of a console';
	return new ApiError(failure, status, `${base} answers HTTP ${status} and does not say why: ${todoHere}`, retryAfterMs);
}

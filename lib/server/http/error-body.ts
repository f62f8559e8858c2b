import 'server-only';
import type { ErrorBody } from '../../api/events';
import { AppError, assertNever, type ErrorCode, toError } from '../../errors';
import { log } from '../log';
import { NoPlace, RateLimited } from './rate-limit';

/** HTTP status of each kind of failure. */
export function statusOf(code: ErrorCode): number {
	switch (code) {
		case 'invalid_input':
			return 400;
		case 'unauthenticated':
			return 401;
		case 'forbidden':
			return 403;
		case 'not_found':
		case 'request_not_found':
			return 404;
		case 'method_not_allowed':
			return 405;
		case 'conflict':
			return 409;
		case 'gone':
			return 410;
		case 'too_large':
			return 413;
		case 'rate_limited':
			return 429;
		case 'unavailable':
			return 503;
		default:
			return assertNever(code);
	}
}

const QUERY_CANCELED = '57014';
/** Codes of Postgres and of sockets that say: not now. */
const NOT_NOW = new Set([
	'57P01',
	'57P02',
	'57P03',
	'53300',
	'ECONNREFUSED',
	'ECONNRESET',
	'ENOTFOUND',
	'ETIMEDOUT',
	'CONNECT_TIMEOUT',
	'CONNECTION_CLOSED',
	'CONNECTION_ENDED',
	'CONNECTION_DESTROYED',
]);

function codeOf(error: unknown): string {
	for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
		if ('code' in at && typeof at.code === 'string') return at.code;
	return '';
}

/** Whether Postgres gave up because the statement took too long. */
export function isQueryCanceled(error: unknown): boolean {
	return codeOf(error) === QUERY_CANCELED;
}

/** The failure as one of the closed set, or undefined for one nobody foresaw. */
function known(error: unknown): AppError | undefined {
	if (error instanceof AppError) return error;
	const code = codeOf(error);
	if (isQueryCanceled(error))
		return new AppError(
			'unavailable',
			'The database did not answer this within 10 s.',
			'Narrow the time range or the zones, then try again.',
		);
	if (NOT_NOW.has(code)) return new AppError('unavailable', 'The database cannot be reached.', 'Try again in a moment.');
	return undefined;
}

/** Seconds to wait before asking again, where that is known. */
export function retryAfterSeconds(error: unknown): number | null {
	return error instanceof RateLimited || error instanceof NoPlace ? error.retryAfterSeconds : null;
}

/** What the asker is told of a failure. The text of an unforeseen error stays in the log, under the id that is told. */
export function errorBody(error: unknown, requestId: string): { status: number; body: ErrorBody } {
	const app = known(error);
	if (app === undefined || (app.code === 'unavailable' && !(app instanceof NoPlace)))
		log.error({ requestId, err: toError(error) }, 'request failed');
	if (app !== undefined) return { status: statusOf(app.code), body: { code: app.code, message: app.message, todo: app.todo, requestId } };
	const body = {
		code: 'internal',
		message: 'Something failed on the server that nobody foresaw.',
		todo: 'Try again. If it stays, quote the ID to whoever runs this console.',
		requestId,
	};
	return { status: 500, body };
}

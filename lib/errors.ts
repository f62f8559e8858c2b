/**
 * The closed set of errors a verb may end in. Each says what happened and what to do next, in words for people;
 * anything else that is thrown is unknown and its text never leaves the process.
 */
export type ErrorCode =
	| 'invalid_input'
	| 'unauthenticated'
	| 'forbidden'
	| 'not_found'
	| 'request_not_found'
	| 'method_not_allowed'
	| 'conflict'
	| 'gone'
	| 'too_large'
	| 'rate_limited'
	| 'unavailable';

export class AppError extends Error {
	/**
	 * @param code what kind of failure it is
	 * @param message what happened, one sentence
	 * @param todo what the reader can do next, one sentence
	 */
	constructor(
		readonly code: ErrorCode,
		message: string,
		readonly todo: string,
		options?: ErrorOptions,
	) {
		super(message, options);
		this.name = 'AppError';
	}
}

/** Configuration that cannot work: one clear line that says what to change; the process exits with 1. */
export class ConfigError extends Error {
	override readonly name = 'ConfigError';
}

/** Ends a switch that must cover every case of a union. */
export function assertNever(value: never): never {
	throw new Error(`unhandled case: ${String(value)}`);
}

/** Any thrown value as an Error. */
export function toError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}

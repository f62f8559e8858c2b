const CAUSES_MAX = 5;
const STACK_LINES_MAX = 20;

/** What a log may hold of an error. */
export interface LoggableError {
	readonly type: string;
	readonly message: string;
	readonly code?: string;
	/** Where it was thrown, without its words. */
	readonly stack: readonly string[];
	readonly cause?: LoggableError;
}

/** Postgres quotes the value it could not read in errors of class 22; drizzle puts every parameter of a query into its words. */
function wordsOf(error: Error, code: string | undefined): string {
	if ('params' in error) return 'a query failed';
	return code !== undefined && /^22...$/.test(code) ? 'a value was not readable' : error.message;
}

/**
 * An error without what people gave: what was typed into a box, a password's hash, a token's prefix are parameters of queries, and
 * drivers put those into messages and members. Only what is named here is kept.
 */
export function loggable(error: Error, depth = 0): LoggableError {
	const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
	// the stack begins with the words, which may have lines that look like places
	const places = (error.stack ?? '').replace(error.message, '').split('\n');
	const stack = places.filter((line) => /^\s+at /.test(line));
	const cause = error.cause instanceof Error && depth < CAUSES_MAX ? loggable(error.cause, depth + 1) : undefined;
	return {
		type: error.constructor.name,
		message: wordsOf(error, code),
		...(code === undefined ? {} : { code }),
		stack: stack.slice(0, STACK_LINES_MAX).map((line) => line.trim()),
		...(cause === undefined ? {} : { cause }),
	};
}

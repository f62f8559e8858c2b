import postgres from 'postgres';

/**
 * Classes of SQLSTATE that say something of the server, the connection or the set-up and nothing of the event, so that the
 * same batch may go through later. Contains Caracal's table (wire reference 3.5: 40001, 40P01, 57P01, 57P02, 57P03, 08000, 08001,
 * 08003, 08004, 08006, 53300, 53400) and what belongs beside it: a full disk, a fail-over or a missing grant is no fault of an
 * event either and must not empty the stream into the dead letters.
 */
const TRANSIENT_CLASSES = new Set([
	'08', // connection exception
	'25', // invalid transaction state, a read-only replica among them
	'28', // invalid authorization
	'3D', // no such database
	'40', // transaction rollback
	'42', // access rule violation or a missing relation
	'53', // insufficient resources
	'55', // object not in prerequisite state
	'57', // operator intervention
	'58', // system error
]);

export const UNIQUE_VIOLATION = '23505';
/** Also raised when a month's table was dropped behind the worker's back. */
export const UNDEFINED_TABLE = '42P01';
/** Failures that the very next try may not meet. */
const RETRY_AT_ONCE = new Set(['40001', '40P01']);

/** The SQLSTATE of an error from Postgres itself, or null for anything else (a lost connection, a client error). */
export function sqlState(error: unknown): string | null {
	return error instanceof postgres.PostgresError ? error.code : null;
}

/** Whether the same work may succeed later. Whatever did not come from Postgres is transient. */
export function isTransient(error: unknown): boolean {
	const code = sqlState(error);
	return code === null || TRANSIENT_CLASSES.has(code.slice(0, 2));
}

export function retriesAtOnce(error: unknown): boolean {
	const code = sqlState(error);
	return code !== null && RETRY_AT_ONCE.has(code);
}

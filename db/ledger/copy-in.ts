import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Statements } from '../one-connection';

/** How a pending query of postgres.js is told that it failed. Not in its types, stable since version 3. */
interface Rejectable {
	reject(error: unknown): void;
}

/**
 * Runs `copy ... from stdin` on a connection inside a transaction and resolves when Postgres has taken every row.
 * postgres.js reports an error that arrives after the last byte only to the query, which it has settled by then, and its stream
 * waits for ever; so the query's own rejection is listened to as well.
 * @param chunks must not change until this settles
 */
export async function copyIn(pg: Statements, statement: string, chunks: Iterable<Uint8Array>): Promise<void> {
	const query = pg.unsafe(statement);
	const settled = query as unknown as Rejectable;
	const reject = settled.reject;
	const failed = new Promise<never>((_, fail) => {
		settled.reject = (error) => {
			fail(error);
			reject.call(query, error);
		};
	});
	failed.catch(() => {
		// told to whoever awaits one of the races below
	});
	const stream: Writable = await Promise.race([query.writable(), failed]);
	const ended = once(stream, 'finish');
	ended.catch(() => {
		// the same error as above, where the stream still learns of it
	});
	for (const chunk of chunks) stream.write(chunk);
	stream.end();
	await Promise.race([ended, failed]);
}

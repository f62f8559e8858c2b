import 'server-only';
import type { Reader } from '../../../db/queries/reader';
import type { ZoneRow } from '../../../db/queries/zones';
import type { Relation } from '../../trace/related';
import { readZones } from '../evidence';
import { isQueryCanceled } from '../http/error-body';

/** What is tried one after the other: how long a statement may take, and the relations that are followed. */
const TRIES: readonly { readonly statementMsMax: number; readonly relations: readonly Relation[] }[] = [
	{ statementMsMax: 3_000, relations: ['approval', 'authority', 'session', 'token', 'trace', 'policy'] },
	{ statementMsMax: 2_000, relations: ['approval', 'authority', 'policy'] },
	{ statementMsMax: 8_000, relations: [] },
];

/**
 * Reads in one snapshot whose plans are kept, and, when a statement takes too long, again with fewer relations followed: first those
 * that explain, then none.
 * @throws what the last try failed with
 */
export async function readInTime<T>(
	zones: readonly ZoneRow[],
	read: (reader: Reader, relations: ReadonlySet<Relation>) => Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T> {
	let failed: unknown = new Error('nothing was tried');
	for (const { statementMsMax, relations } of TRIES) {
		try {
			return await readZones(zones, (reader) => read(reader, new Set(relations)), 'kept', { statementMsMax, signal });
		} catch (error) {
			signal?.throwIfAborted();
			if (!isQueryCanceled(error)) throw error;
			failed = error;
		}
	}
	throw failed;
}

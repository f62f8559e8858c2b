import 'server-only';
import type { WorkerRow } from '../../../db/queries/worker-status';
import { SILENT_MS_MAX } from '../../api/status';

/**
 * Up to when everything that reached the streams is in the ledger, by what the worker last said: it measures the whole group.
 * Entries that no worker has taken yet have no age, so with any of them it is not known.
 * @returns microseconds since 1970, or null when no worker speaks or measures
 */
export function completeTo(rows: readonly WorkerRow[], now: bigint): bigint | null {
	const [latest] = rows;
	if (latest === undefined || latest.silentMs > SILENT_MS_MAX) return null;
	if (latest.undeliveredEntries !== 0 || latest.pendingEntries === null) return null;
	const saidAt = now - BigInt(Math.ceil(latest.silentMs)) * 1000n;
	if (latest.pendingEntries === 0) return saidAt;
	return latest.oldestPendingMs === null ? null : saidAt - BigInt(Math.ceil(latest.oldestPendingMs)) * 1000n;
}

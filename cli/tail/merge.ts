import type { AuditItem, AuditPage } from '../api/audit';

/** One zone's events, newest first, fetched page by page as they are needed. */
export interface Source {
	items: readonly AuditItem[];
	/** Index of the next item. */
	at: number;
	cursor: string | null;
}

/** The source whose next event is the newest; the first of equals. Undefined when all are used up. */
function newestOf(sources: readonly Source[]): Source | undefined {
	let best: Source | undefined;
	for (const source of sources) {
		const time = source.items[source.at]?.occurredAt;
		if (time === undefined) continue;
		const bestTime = best?.items[best.at]?.occurredAt;
		if (bestTime === undefined || time > bestTime) best = source;
	}
	return best;
}

/**
 * The newest `limit` events of several zones, newest first. Within a zone the API's order stays.
 * @param more gets the next page of a source
 */
export async function mergeNewest(
	sources: readonly Source[],
	limit: number,
	more: (source: Source) => Promise<AuditPage>,
): Promise<AuditItem[]> {
	const merged: AuditItem[] = [];
	while (merged.length < limit) {
		const source = newestOf(sources);
		const item = source?.items[source.at];
		if (source === undefined || item === undefined) break;
		merged.push(item);
		source.at++;
		while (source.at >= source.items.length && source.cursor !== null && merged.length < limit) {
			const page = await more(source);
			source.items = page.items;
			source.at = 0;
			source.cursor = page.cursor;
		}
	}
	return merged;
}

/** How a stream and our group on it stand, as Redis tells it. */
export interface StreamLook {
	/** Entries ever added. */
	readonly entriesAdded: number;
	readonly lastGeneratedId: string;
	/** The last entry the group was given. */
	readonly lastDeliveredId: string;
	/** Entries behind that; null when they are too many to count. */
	readonly unread: number | null;
	/** The highest id that was deleted by name; `0-0` when none was. */
	readonly maxDeletedId: string;
}

/** What a look sees beside that. */
export interface StreamState extends StreamLook {
	/** Entries there are. */
	readonly length: number;
	/** The oldest of them; null when there is none. */
	readonly firstId: string | null;
}

/** Entries that were deleted before the group was given them. Instants are milliseconds since 1970, both inclusive. */
export interface Trimmed {
	readonly fromMs: number;
	readonly toMs: number;
	/** At least so many; null when not known. */
	readonly entries: number | null;
}

/** Windows of time told at most; more are gathered with their neighbours. */
const WINDOWS_MAX = 50;
/** Entries so far apart are told as two windows. */
const APART_MS = 60_000;

/** Whether an entry id comes before another. */
export function isBefore(a: string, b: string): boolean {
	const [aMs = 0, aSeq = 0] = a.split('-').map(Number);
	const [bMs = 0, bSeq = 0] = b.split('-').map(Number);
	return aMs !== bMs ? aMs < bMs : aSeq < bSeq;
}

export const msOf = (id: string): number => Number(id.split('-')[0]);

/**
 * What was deleted from a stream before the group was given it, as far as two looks can tell. Told by counts of entries added and
 * by ids alone: the group's own count of entries read drifts. What is read and trimmed between two looks is not seen.
 * @param before null for the first look
 */
export function trimmedBetween(before: StreamLook | null, now: StreamState, nowMs: number): Trimmed | null {
	const { lastDeliveredId: delivered, firstId, maxDeletedId } = now;
	const isAllUnread = firstId === null || isBefore(delivered, firstId);
	const toMs = firstId === null ? nowMs : msOf(firstId);
	if (isBefore(delivered, maxDeletedId) && !(isAllUnread && before !== null)) {
		// deleted by name, not yet read: how many others were deleted beside it, nobody knows
		const isNews = before === null || isBefore(before.maxDeletedId, maxDeletedId);
		return isNews ? { fromMs: msOf(delivered) || msOf(maxDeletedId), toMs: msOf(maxDeletedId), entries: null } : null;
	}
	if (before === null || !isAllUnread || now.entriesAdded < before.entriesAdded) return null;
	// all that came since must be there, and what waited then, unless somebody was given it meanwhile
	const isUntouched = delivered === before.lastDeliveredId;
	if (!isUntouched && isBefore(before.lastGeneratedId, delivered)) return null;
	const waited = isUntouched ? (before.unread ?? 0) : 0;
	const entries = now.entriesAdded - before.entriesAdded + waited - now.length;
	if (entries <= 0) return null;
	const fromMs = msOf(delivered) === 0 ? Math.min(msOf(before.lastGeneratedId) || toMs, toMs) : msOf(delivered);
	return { fromMs: Math.min(fromMs, toMs), toMs, entries };
}

export interface TimeWindow {
	readonly fromMs: number;
	readonly toMs: number;
	readonly entries: number;
}

/** Instants as windows of time: those close to each other are one. */
export function windowsOf(instantsMs: readonly number[]): TimeWindow[] {
	let windows: TimeWindow[] = [];
	for (const ms of [...instantsMs].sort((a, b) => a - b)) {
		const last = windows.at(-1);
		if (last !== undefined && ms - last.toMs <= APART_MS) windows[windows.length - 1] = { ...last, toMs: ms, entries: last.entries + 1 };
		else windows.push({ fromMs: ms, toMs: ms, entries: 1 });
	}
	while (windows.length > WINDOWS_MAX)
		windows = windows.flatMap((window, i) => {
			if (i % 2 === 1) return [];
			const next = windows[i + 1];
			return [next === undefined ? window : { fromMs: window.fromMs, toMs: next.toMs, entries: window.entries + next.entries }];
		});
	return windows;
}

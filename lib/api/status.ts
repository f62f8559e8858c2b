/** `GET /v1/status`: what stands behind every view. */
export interface ConsoleStatus {
	readonly now: string;
	readonly worker: WorkerState;
	/** The zones the reader may see, by id. */
	readonly zones: readonly ZoneState[];
}

export interface ZoneState {
	readonly zone: string;
	/** Place of its newest event; 0 when it has none. */
	readonly headSeq: number;
	readonly headAt: string | null;
}

/** The workers taken together. Null numbers were not measured: unknown, not zero. */
export interface WorkerState {
	/** Workers heard of in the last 20 s. */
	readonly alive: number;
	/** Milliseconds since any worker spoke; null when none ever did. */
	readonly silentMs: number | null;
	readonly acceptsUnsigned: boolean;
	/** Entries not yet in the ledger: undelivered and pending. */
	readonly lagEntries: number | null;
	/** Age of the oldest of them; 0 when there are none. */
	readonly lagMs: number | null;
	readonly deadLetters: number | null;
	readonly lastCommitAt: string | null;
	readonly lastError: string | null;
}

/** A worker that has not spoken for this long is taken for gone. Workers speak every few seconds. */
export const SILENT_MS_MAX = 20_000;
/** Above either, the ledger is behind enough that a reader must know. */
export const LAG_MS_HIGH = 10_000;
export const LAG_ENTRIES_HIGH = 10_000;

/** Why what is shown may not be all there is, worst first. */
export type Incomplete = 'no_worker' | 'unsigned' | 'lag' | 'dead_letters';

/** What a reader of any view must be told. */
export function incompleteReasons(worker: WorkerState): Incomplete[] {
	const reasons: Incomplete[] = [];
	if (worker.alive === 0) reasons.push('no_worker');
	if (worker.acceptsUnsigned) reasons.push('unsigned');
	if ((worker.lagMs ?? 0) > LAG_MS_HIGH || (worker.lagEntries ?? 0) > LAG_ENTRIES_HIGH) reasons.push('lag');
	if ((worker.deadLetters ?? 0) > 0) reasons.push('dead_letters');
	return reasons;
}

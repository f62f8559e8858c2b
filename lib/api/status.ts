import type * as z from 'zod';
import type { DeepReadonly } from './shapes';
import type { consoleStatusSchema, gapSchema, workerStateSchema, zoneSightSchema, zoneStateSchema } from './status-schema';

/** `GET /v1/status`: what stands behind every view. Only types here: the browser loads this file, and no schema with it. */
export type ConsoleStatus = DeepReadonly<z.infer<typeof consoleStatusSchema>>;
export type ZoneState = DeepReadonly<z.infer<typeof zoneStateSchema>>;
export type ZoneSight = DeepReadonly<z.infer<typeof zoneSightSchema>>;
/** A stretch of time of which evidence may be missing. */
export type Gap = DeepReadonly<z.infer<typeof gapSchema>>;
/** The workers taken together. Null numbers were not measured: unknown, not zero. */
export type WorkerState = DeepReadonly<z.infer<typeof workerStateSchema>>;

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

import { z } from 'zod';
import { instant } from './shapes';

export const zoneStateSchema = z.object({
	zone: z.string(),
	headSeq: z.int().min(0).describe('Place of its newest event; 0 when it has none.'),
	headAt: instant.nullable(),
});

export const workerStateSchema = z
	.object({
		alive: z.int().min(0).describe('Workers heard of in the last 20 s.'),
		silentMs: z.number().nullable().describe('Milliseconds since any worker spoke; null when none ever did.'),
		acceptsUnsigned: z.boolean(),
		lagEntries: z.int().nullable().describe('Entries not yet in the ledger: undelivered and pending.'),
		lagMs: z.number().nullable().describe('Age of the oldest of them; 0 when there are none.'),
		deadLetters: z.int().nullable(),
		lastCommitAt: instant.nullable(),
		lastError: z.string().nullable(),
	})
	.describe('The workers taken together. Null numbers were not measured: unknown, not zero.');

export const consoleStatusSchema = z.object({
	now: instant,
	worker: workerStateSchema,
	zones: z.array(zoneStateSchema).describe('The zones the reader may see, by id.'),
});

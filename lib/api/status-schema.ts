import * as z from 'zod';
import { GAP_REASONS } from '../evidence/gaps';
import { ZONE_STATES } from '../evidence/zone-state';
import { instant } from './shapes';

export const zoneSightSchema = z
	.object({
		state: z.enum(ZONE_STATES).describe('Whole: verified of late, and anchored. What is not known is never whole.'),
		said: z.string().describe('Why, in a few words'),
		verifiedSeq: z.int().min(0),
		verifiedAt: instant.nullable(),
		anchors: z.int().min(0).describe('Anchors that hold a checkpoint of it'),
	})
	.describe('What can be said of the integrity of a zone');

export const gapSchema = z
	.object({
		reason: z.enum(GAP_REASONS),
		zone: z.string().nullable().describe('Null: any zone'),
		from: instant,
		to: instant.nullable().describe('Null: it lasts'),
		said: z.string().describe('Why, as it stands behind "because"'),
	})
	.describe('A stretch of time of which evidence may be missing');

export const zoneStateSchema = z.object({
	zone: z.string(),
	headSeq: z.int().min(0).describe('Place of its newest event; 0 when it has none.'),
	headAt: instant.nullable(),
	integrity: zoneSightSchema.nullable().describe('Null: it could not be read'),
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
	gone: z.array(z.string()).describe('Zones of the reader that are gone with all that names them'),
	gaps: z.array(gapSchema).nullable().describe('Null: they could not be read'),
});

import * as z from 'zod';
import { REFUSAL_FIELDS, TILE_IDS, TILE_MEANINGS } from './oncall-names';
import { type DeepReadonly, instant } from './shapes';
import { workerStateSchema } from './status-schema';

const count = z.int().min(0);
const search = z
	.string()
	.nullable()
	.describe('What was counted, as the parameters of `/search` and of `/v1/events`; null where no search shows it');
const rate = z.number().min(0).max(1);
const page = z.string().optional().describe('The page of the console that shows what was counted, where no search does');

/** Counts over time, oldest first; a hole is null. */
const seriesSchema = z.object({
	from: instant,
	stepMs: z.int().min(1),
	values: z.array(z.number().nullable()),
	unit: z.string().describe('What one value is, in words'),
});
export type Series = DeepReadonly<z.infer<typeof seriesSchema>>;

export const tileSchema = z.object({
	id: z.enum(TILE_IDS),
	state: z.enum(['calm', 'attention']),
	meaning: z.enum(TILE_MEANINGS).describe('What its attention means'),
	figure: z.object({ value: z.string(), unit: z.string() }),
	said: z.string().describe('The figure in words'),
	rule: z.string().describe('When it asks for attention'),
	series: seriesSchema.nullable(),
	search,
	page,
});
export type Tile = DeepReadonly<z.infer<typeof tileSchema>>;

/** The band of normal: the lowest and the highest of the same hour of the last days. */
const bandSchema = z.object({ low: z.number().min(0), high: z.number().min(0), days: z.int().min(1) });
export type Band = DeepReadonly<z.infer<typeof bandSchema>>;

const refusedSchema = z.object({
	value: z.string(),
	name: z.string().optional().describe('What the value is called, where it is an id with a known name'),
	events: count.describe('Refused in the window'),
	before: count.describe('Refused in the window of the same length before it'),
	rises: z.boolean().describe('Whether it is what the tile asks attention for'),
	search,
});
export type Refused = DeepReadonly<z.infer<typeof refusedSchema>>;

const heldSchema = z.object({
	zone: z.string(),
	seq: z.int().min(1),
	challenge: z.string(),
	app: z.string(),
	tier: z.string(),
	at: instant,
	expiresAt: instant.nullable(),
	search,
});
export type HeldApproval = DeepReadonly<z.infer<typeof heldSchema>>;

const voiceSchema = z.object({
	zone: z.string(),
	what: z.enum(['zone', 'producer', 'type']),
	name: z.string(),
	usualPerMinute: z.number().min(0),
	lastAt: instant.nullable().describe('Its last event; null when it lies before what was looked through'),
	isSilent: z.boolean(),
	said: z.string(),
	search,
});
export type Voice = DeepReadonly<z.infer<typeof voiceSchema>>;

const chainSchema = z.object({
	zone: z.string(),
	headSeq: count,
	headAt: instant.nullable(),
	findings: count.describe('At most 1,000 of a zone are counted'),
	newest: z.object({ kind: z.string(), eventId: z.string(), at: instant }).nullable(),
	search,
});
export type ChainState = DeepReadonly<z.infer<typeof chainSchema>>;

const needSchema = z.object({
	tile: z.enum(TILE_IDS),
	meaning: z.enum(TILE_MEANINGS),
	title: z.string(),
	said: z.string(),
	search,
	page,
});
export type Need = DeepReadonly<z.infer<typeof needSchema>>;

/** `GET /v1/oncall`. */
export const onCallSchema = z.object({
	at: instant.describe("When it was read, by the console's clock"),
	zones: z.array(z.string()).describe('The zones it is about'),
	lastEventAt: instant.nullable().describe('When the newest event occurred'),
	lastCommitAt: instant.nullable().describe('When the ledger last grew'),
	tiles: z.array(tileSchema),
	needs: z.array(needSchema).describe('What asks for attention, most urgent first'),
	denials: z.object({
		from: instant,
		minutes: z.array(z.object({ denied: count, decided: count })).describe('One after the other from `from`; the last is not over'),
		band: bandSchema.nullable(),
		limit: rate.describe('Above it the tile asks for attention'),
	}),
	refusals: z.object({
		from: instant,
		to: instant,
		minutes: z.int().min(1),
		fields: z.array(z.object({ field: z.enum(REFUSAL_FIELDS), values: z.array(refusedSchema) })),
	}),
	held: z.object({ approvals: z.array(heldSchema), total: count, exact: z.boolean() }),
	voices: z.array(voiceSchema).describe('Who usually speaks at this hour: the silent first'),
	worker: workerStateSchema,
	chains: z.array(chainSchema),
});
export type OnCall = DeepReadonly<z.infer<typeof onCallSchema>>;

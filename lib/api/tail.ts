import * as z from 'zod';
import { auditEventSchema } from './audit';
import { eventItemSchema } from './events';
import { type DeepReadonly, instant } from './shapes';

/** How an event stands in a frame: as a row of the search, or as a record in Caracal's shape. */
export const TAIL_SHAPES = ['item', 'record'] as const;
export type TailShape = (typeof TAIL_SHAPES)[number];

/** `all`: every event, however late. `latest`: who falls behind goes on with the newest, and what is left out is counted. */
export const TAIL_MODES = ['all', 'latest'] as const;
export type TailMode = (typeof TAIL_MODES)[number];

/** A row of the tail: that of the search, and the second of its three clocks. */
export const tailItemSchema = eventItemSchema
	.extend({ streamedAt: instant.describe('When Redis took the entry; milliseconds are all it has') })
	.meta({ id: 'TailItem' });
export type TailItem = DeepReadonly<z.infer<typeof tailItemSchema>>;

const count = z.int().min(0);

/** Frame `stats`: at most one a second, and only when something in it changed. Counted since the stream was opened. */
export const tailStatsSchema = z.object({
	at: instant.describe("The server's clock, to set latencies right by"),
	received: count.describe('Events of the zones that were looked at'),
	shown: count.describe('Of those, sent'),
	filtered: count.describe('Of those, not let through by the query'),
	held: count.describe('Events of the zones that are there and not looked at yet'),
	skipped: count.describe('Events of the zones that were left out, in mode `latest`'),
	perSecond: z.number().min(0).describe('Received, over the last seconds'),
	source: z
		.enum(['live', 'ledger', 'waiting'])
		.describe('Where rows come from: as they are committed, from the ledger to catch up, or nowhere while the database is away'),
});
export type TailStats = DeepReadonly<z.infer<typeof tailStatsSchema>>;

/** Frame `lag`: the stream is behind and rows come from the ledger. Nothing is left out unless mode is `latest`. */
export const tailLagSchema = z.object({ at: instant, held: count.describe('Events of the zones between what was sent and what is there') });
export type TailLag = DeepReadonly<z.infer<typeof tailLagSchema>>;

export const TAIL_ENDS = ['present', 'reconnect', 'restart', 'signed_out', 'forbidden', 'gone', 'stalled', 'failed'] as const;
export type TailEnd = (typeof TAIL_ENDS)[number];

/** Frame `notice`: the last one, and why. After `present` (asked for by `until=now`), `reconnect`, `restart` and `failed` one may go on from the last id; after the others not. */
export const tailNoticeSchema = z.object({ kind: z.enum(TAIL_ENDS), message: z.string(), todo: z.string() });
export type TailNotice = DeepReadonly<z.infer<typeof tailNoticeSchema>>;

/** What a stream is made of, by the name of its frames. Frames `events` alone carry an id. */
export const tailFramesSchema = z.object({
	events: z.array(z.union([tailItemSchema, auditEventSchema])).describe('Rows in the order of the ledger, zone by zone of each commit'),
	stats: tailStatsSchema,
	lag: tailLagSchema,
	notice: tailNoticeSchema,
});

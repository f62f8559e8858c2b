import * as z from 'zod';
import { filterText, pageCursor, pageLimit, when } from './parameters';
import { instant, storedJson } from './shapes';

/** Columns of Caracal's administrative audit. What the ledger's events do not tell is null. */
export const ADMIN_COLUMNS = [
	'id',
	'request_id',
	'actor_id',
	'actor_name',
	'actor_scope',
	'action',
	'method',
	'path',
	'entity_type',
	'entity_id',
	'status_code',
	'payload_json',
	'occurred_at',
	'chain_seq',
	'signed',
] as const;

const item = z
	.object({
		id: z.string(),
		request_id: z.string(),
		actor_id: z.string().nullable().describe('As the event names them; for acts in this console `user:<number>` or `token:<number>`'),
		actor_name: z.string().nullable(),
		actor_scope: z.null(),
		action: z.string(),
		method: z.null(),
		path: z.null(),
		entity_type: z.string().nullable(),
		entity_id: z.string().nullable(),
		status_code: z.null(),
		payload_json: storedJson.nullable().describe("The event's metadata; secrets are masked"),
		occurred_at: instant,
		chain_seq: z.int().min(1),
		signed: z.boolean().describe('Whether the event carries a signature of its producer'),
	})
	.meta({ id: 'AdminEvent' });
export type AdminEvent = z.infer<typeof item>;

export const adminPageSchema = z.object({ items: z.array(item), next_cursor: z.string().nullable() });

export const adminQuery = z.strictObject({
	since: when.optional().describe('Events at or after this time'),
	until: when.optional().describe('Events before this time'),
	actor_id: filterText.optional(),
	entity_type: filterText.optional(),
	entity_id: filterText.optional(),
	format: z
		.enum(['json', 'csv'])
		.default('json')
		.describe('`csv` answers every matching event, whatever `limit` says, and needs evidence.export'),
	cursor: pageCursor.optional(),
	limit: pageLimit,
});
export type AdminQuery = z.infer<typeof adminQuery>;

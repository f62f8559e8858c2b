import * as z from 'zod';
import { type DeepReadonly, instant, storedJson } from './shapes';

/** An event in Caracal's shape, with its place in the chain. */
export const auditEventSchema = z
	.object({
		id: z.string(),
		zone_id: z.string(),
		event_type: z.string(),
		request_id: z.string(),
		decision: z.string().describe('Empty when the event carries none'),
		policy_set_id: z.string(),
		policy_set_version_id: z.string(),
		manifest_sha: z.string(),
		evaluation_status: z.string(),
		determining_policies_json: storedJson.nullable(),
		diagnostics_json: storedJson.nullable(),
		metadata_json: storedJson.nullable().describe('JSON as stored; numbers are not rounded, secrets are masked'),
		occurred_at: instant,
		ingested_at: instant,
		chain_seq: z.int().min(1).describe("Place in the zone's chain, gapless from 1"),
	})
	.meta({ id: 'AuditEvent' });
export type AuditEventAnswer = DeepReadonly<z.infer<typeof auditEventSchema>>;

/** An event as the chosen `fields`; a field the event does not carry is null. */
const chosenFieldsSchema = z.record(z.string(), z.union([z.string(), z.int(), z.array(z.string()), storedJson, z.null()]));

export const auditPageSchema = z.object({
	items: z.union([z.array(auditEventSchema), z.array(chosenFieldsSchema).describe('With `fields`: only those')]),
	next_cursor: z
		.string()
		.nullable()
		.describe('Cursor of what follows, null only when nothing does. A page may hold fewer items than `limit` and still have one.'),
});

export const auditEventsSchema = z.array(auditEventSchema);

/** What the record holds of the input a policy was asked with. Not the input itself, which is recorded nowhere. */
const policyInputSchema = z.object({
	reconstructed: z.literal(true),
	principal: z.object({ type: z.string().nullable(), id: z.string().nullable() }),
	resource: z.string().nullable(),
	requested_scopes: storedJson.nullable(),
	session_id: z.string().nullable(),
	agent_session_id: z.string().nullable(),
	delegation_edge_id: z.string().nullable(),
});

export const explanationSchema = z.object({
	request_id: z.string(),
	zone_id: z.string(),
	final_decision: z.string().describe('`deny` when any event of the request is, else the decision of its last event'),
	denied: z.array(
		z.object({
			event_id: z.string(),
			event_type: z.string(),
			evaluation_status: z.string(),
			determining_policies: storedJson.nullable(),
			diagnostics: storedJson.nullable(),
			metadata: storedJson.nullable(),
			policy_input: policyInputSchema
				.nullable()
				.describe('What is recorded of the input, put together from the metadata; null when no policy was asked'),
		}),
	),
	events: auditEventsSchema.describe('By time, at most 1,000; the others are in `audit/by-request`'),
	events_total: z.int().min(1).describe('How many events the request has'),
});
export type Explanation = DeepReadonly<z.infer<typeof explanationSchema>>;

export const zoneListSchema = z.object({
	items: z.array(
		z.object({
			zone_id: z.string(),
			events: z.int().min(0),
			head_seq: z.int().min(0).describe('Place of the newest event in the chain, 0 for none'),
			newest_at: instant.nullable().describe('When the newest event was appended'),
		}),
	),
});
export type ZoneList = DeepReadonly<z.infer<typeof zoneListSchema>>;

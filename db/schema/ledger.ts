/**
 * The ledger. Append-only by grant and by trigger; one hash chain per zone; `chain_seq` gapless per zone from 1.
 * Written only by db/ledger/append.ts, under the row lock of the zone's chain head, in ascending zone_no: commits of one zone
 * are serial, so (zone_no, chain_seq) is a position no reader can miss rows behind.
 * The DDL, with partitions, triggers and grants, is in db/migrations; this file only types it.
 */
import { bigint, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { hex, instant } from './columns';

export const zones = pgTable('zones', {
	zoneNo: integer('zone_no').primaryKey().generatedAlwaysAsIdentity(),
	zoneId: text('zone_id').notNull().unique(),
	firstSeenAt: instant('first_seen_at').notNull(),
});

export const ledgerEvents = pgTable(
	'ledger_events',
	{
		occurredAt: instant('occurred_at').notNull(),
		ingestedAt: instant('ingested_at').notNull(),
		chainSeq: bigint('chain_seq', { mode: 'number' }).notNull(),
		entryMs: bigint('entry_ms', { mode: 'number' }).notNull(),
		segmentNo: bigint('segment_no', { mode: 'number' }).notNull(),
		zoneNo: integer('zone_no').notNull(),
		entrySeq: integer('entry_seq').notNull(),
		segmentIndex: integer('segment_index').notNull(),
		streamNo: smallint('stream_no').notNull(),
		id: text('id').notNull(),
		eventType: text('event_type').notNull(),
		requestId: text('request_id').notNull(),
		decision: text('decision').notNull(),
		policySetId: text('policy_set_id').notNull(),
		policySetVersionId: text('policy_set_version_id').notNull(),
		manifestSha: text('manifest_sha').notNull(),
		evaluationStatus: text('evaluation_status').notNull(),
		/** The JSON columns are in jsonb's text form. */
		determiningPoliciesJson: text('determining_policies_json'),
		diagnosticsJson: text('diagnostics_json'),
		metadataJson: text('metadata_json'),
		contentSha256: hex('content_sha256').notNull(),
		prevContentSha256: hex('prev_content_sha256'),
		chainHmac: hex('chain_hmac'),
		ingestSignature: hex('ingest_signature'),
	},
	(table) => [primaryKey({ columns: [table.id, table.occurredAt] })],
);

export const chainHeads = pgTable('chain_heads', {
	zoneNo: integer('zone_no').primaryKey(),
	chainSeq: bigint('chain_seq', { mode: 'number' }).notNull(),
	eventCount: bigint('event_count', { mode: 'number' }).notNull(),
	contentSha256: hex('content_sha256').notNull(),
	updatedAt: instant('updated_at').notNull(),
	commitNo: bigint('commit_no', { mode: 'number' }).notNull(),
});

export const segments = pgTable('segments', {
	segmentNo: bigint('segment_no', { mode: 'number' }).notNull(),
	sealedAt: instant('sealed_at').notNull(),
	eventCount: integer('event_count').notNull(),
	rawBytes: integer('raw_bytes').notNull(),
	codec: smallint('codec').notNull(),
	payload: hex('payload').notNull(),
});

export const auditIngestAlerts = pgTable('audit_ingest_alerts', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	eventId: text('event_id').notNull(),
	zoneId: text('zone_id').notNull(),
	kind: text('kind').notNull(),
	detail: text('detail'),
	observedAt: instant('observed_at').notNull(),
});

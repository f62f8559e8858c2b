/**
 * The search projection: one narrow row per ledger event, written in the ledger's transaction, rebuildable from the ledger.
 * Fields point into search_terms by number; NULL says the event does not carry the field. Never sort or page by anything
 * but (occurred_at, chain_seq) within a zone. Rollups count by occurred_at; decision_no 0 stands for "no decision".
 */
import { sql } from 'drizzle-orm';
import { bigint, integer, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

export const searchTerms = pgTable('search_terms', {
	termNo: integer('term_no').primaryKey().generatedAlwaysAsIdentity(),
	zoneNo: integer('zone_no').notNull(),
	field: smallint('field').notNull(),
	value: text('value').notNull(),
});

/** Four hours, counted from 2000 in UTC (0015_search_spans). */
const spanSql = sql`((occurred_at at time zone 'UTC')::date - date '2000-01-01') * 6 + extract(hour from occurred_at at time zone 'UTC')::integer / 4`;

export const searchEvents = pgTable('search_events', {
	occurredAt: instant('occurred_at').notNull(),
	chainSeq: bigint('chain_seq', { mode: 'number' }).notNull(),
	requestKey: bigint('request_key', { mode: 'bigint' }),
	zoneNo: integer('zone_no').notNull(),
	eventTypeNo: integer('event_type_no').notNull(),
	decisionNo: integer('decision_no'),
	reasonNo: integer('reason_no'),
	applicationNo: integer('application_no'),
	resourceNo: integer('resource_no'),
	policyVersionNo: integer('policy_version_no'),
	hostNo: integer('host_no'),
	latencyMs: integer('latency_ms'),
	labelNos: integer('label_nos').array(),
	span: integer('span').notNull().generatedAlwaysAs(spanSql),
});

export const rollupMinute = pgTable(
	'rollup_minute',
	{
		zoneNo: integer('zone_no').notNull(),
		minute: instant('minute').notNull(),
		decisionNo: integer('decision_no').notNull(),
		events: bigint('events', { mode: 'number' }).notNull(),
	},
	(table) => [primaryKey({ columns: [table.zoneNo, table.minute, table.decisionNo] })],
);

export const rollupHour = pgTable(
	'rollup_hour',
	{
		zoneNo: integer('zone_no').notNull(),
		hour: instant('hour').notNull(),
		field: smallint('field').notNull(),
		termNo: integer('term_no').notNull(),
		events: bigint('events', { mode: 'number' }).notNull(),
	},
	(table) => [primaryKey({ columns: [table.zoneNo, table.hour, table.field, table.termNo] })],
);

/**
 * The word index, behind the ledger: groups of consecutive events of a zone with the hashes of their words (lib/query/words.ts).
 * The groups of a zone follow each other without a gap up to its head; only the last one may grow. {-1} stands for any word.
 */
export const searchWords = pgTable(
	'search_words',
	{
		firstAt: instant('first_at').notNull(),
		lastAt: instant('last_at').notNull(),
		firstSeq: bigint('first_seq', { mode: 'number' }).notNull(),
		lastSeq: bigint('last_seq', { mode: 'number' }).notNull(),
		zoneNo: integer('zone_no').notNull(),
		words: integer('words').array().notNull(),
	},
	(table) => [primaryKey({ columns: [table.zoneNo, table.firstSeq] })],
);

/** How far the word index has come in each zone: events up to `chainSeq` are in it, those behind are to be looked through. */
export const searchWordHeads = pgTable('search_word_heads', {
	zoneNo: integer('zone_no').primaryKey(),
	chainSeq: bigint('chain_seq', { mode: 'number' }).notNull(),
	updatedAt: instant('updated_at').notNull(),
});

/** Names that events give applications (field 1) and workloads (field 2), each with its id. One id may have had several. */
export const searchNames = pgTable(
	'search_names',
	{
		zoneNo: integer('zone_no').notNull(),
		field: smallint('field').notNull(),
		name: text('name').notNull(),
		id: text('id').notNull(),
	},
	(table) => [primaryKey({ columns: [table.zoneNo, table.field, table.name, table.id] })],
);

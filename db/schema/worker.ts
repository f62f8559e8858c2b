/** What each worker says of itself every few seconds, and what it is asked. Rows of workers that left are removed by the next one that starts. */
import { bigint, boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

export const workerHeartbeats = pgTable('worker_heartbeats', {
	workerId: text('worker_id').primaryKey(),
	startedAt: instant('started_at').notNull(),
	seenAt: instant('seen_at').notNull(),
	acceptsUnsignedAudit: boolean('accepts_unsigned_audit').notNull(),
	acceptsUnsignedStreams: boolean('accepts_unsigned_streams').notNull(),
	undeliveredEntries: bigint('undelivered_entries', { mode: 'number' }),
	pendingEntries: bigint('pending_entries', { mode: 'number' }),
	oldestPendingMs: bigint('oldest_pending_ms', { mode: 'number' }),
	deadLetterEntries: bigint('dead_letter_entries', { mode: 'number' }),
	appendedEvents: bigint('appended_events', { mode: 'number' }).notNull(),
	lastCommitAt: instant('last_commit_at'),
	lastError: text('last_error'),
	/** Events of the ledger the word index has yet to come to. */
	unindexedEvents: bigint('unindexed_events', { mode: 'number' }),
});

/** A place whose signature is to be checked again, and what was found; the web may write the place alone. Gone after a day. */
export const signatureChecks = pgTable('signature_checks', {
	checkNo: bigint('check_no', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
	zoneNo: integer('zone_no').notNull(),
	chainSeq: bigint('chain_seq', { mode: 'number' }).notNull(),
	askedAt: instant('asked_at').notNull(),
	/** Null, as are the two below, until a worker has answered. */
	checkedAt: instant('checked_at'),
	state: text('state'),
	detail: text('detail'),
});

/** A text to be looked for in the dead letters, and what was found; the web may write the question alone. Gone after an hour. */
export const deadLetterSearches = pgTable('dead_letter_searches', {
	searchNo: bigint('search_no', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
	zoneNos: integer('zone_nos').array().notNull(),
	/** Letters of no zone may be told of too. */
	everyZone: boolean('every_zone').notNull(),
	/** Emptied with the answer. */
	asked: text('asked').notNull(),
	askedAt: instant('asked_at').notNull(),
	/** Null, as are the three below, until a worker has answered. */
	answeredAt: instant('answered_at'),
	lookedThrough: integer('looked_through'),
	isWhole: boolean('is_whole'),
	/** JSON of `lib/streams/dead-letter`. */
	letters: text('letters'),
});

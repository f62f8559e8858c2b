import type { SqlClient } from '../db/client';
import type { IngestAlert } from '../db/ledger/alerts';
import { type StoredEvent, storedEvents, storedReceipts } from '../db/ledger/stored';
import { contentSha256 } from '../lib/chain';
import type { AuditEvent } from '../lib/events/contract';
import { isDataStream, STREAM_NO } from '../lib/streams/names';
import type { RawEntry } from './lane-types';

/** What is known of an entry that was accepted, for telling redeliveries from changed replays. */
interface Candidate {
	readonly index: number;
	readonly entry: RawEntry;
	readonly event: AuditEvent;
	readonly content: Buffer;
}

export type DuplicateFinding =
	/** The ledger has it, with equal content. */
	| { readonly kind: 'stored'; readonly index: number }
	/** The ledger has another event under its identity. */
	| { readonly kind: 'conflict'; readonly index: number; readonly alert: IngestAlert }
	/** An earlier entry of the batch has its identity: judged when that one's fate is known. */
	| { readonly kind: 'repeated'; readonly index: number };

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
const PAUSE_EVERY = 50;

/** The identity the ledger's primary key keeps: id and time. */
function eventKey(event: AuditEvent): string {
	return `${event.occurredAt}|${event.id}`;
}

/** The identity of an entry that came through an outbox: stream and outbox_id, whatever its entry id and so its time. */
function outboxKey(candidate: Candidate): string | null {
	return isDataStream(candidate.entry.stream) ? null : `${STREAM_NO[candidate.entry.stream]}|${candidate.event.id}`;
}

/**
 * Compares with what is stored. Entries of authority streams are compared in everything but the time, by hashing the incoming
 * event at the stored one's time.
 */
function compare(candidate: Candidate, stored: StoredEvent): DuplicateFinding {
	const { index, event } = candidate;
	const incoming = stored.occurredAt === event.occurredAt ? candidate.content : contentSha256({ ...event, occurredAt: stored.occurredAt });
	// without a row there is only the receipt left, and it says that the entry was in the ledger
	if (stored.content === null || incoming.equals(stored.content)) return { kind: 'stored', index };
	const detail = `stored=${stored.content.toString('hex')} incoming=${incoming.toString('hex')}`;
	return { kind: 'conflict', index, alert: { eventId: event.id, zoneId: event.zoneId, kind: 'content_mismatch_on_replay', detail } };
}

/**
 * Finds, among accepted entries, those whose identity the ledger or an earlier one of them already has.
 * @param entries with their indexes, in order
 * @param eventOf reads an accepted entry again
 */
export async function findDuplicates(
	sql: SqlClient,
	entries: readonly (readonly [index: number, entry: RawEntry])[],
	eventOf: (entry: RawEntry) => AuditEvent,
): Promise<DuplicateFinding[]> {
	const candidates: Candidate[] = [];
	for (const [index, entry] of entries) {
		const event = eventOf(entry);
		candidates.push({ index, entry, event, content: contentSha256(event) });
		if (candidates.length % PAUSE_EVERY === 0) await pause();
	}
	const byOutbox = candidates.filter((candidate) => !isDataStream(candidate.entry.stream));
	const events = await storedEvents(
		sql,
		candidates.map(({ event }) => event),
	);
	const receipts = await storedReceipts(
		sql,
		byOutbox.map(({ entry, event }) => ({ streamNo: STREAM_NO[entry.stream], outboxId: event.id })),
	);
	const receiptOf = new Map(byOutbox.map((candidate, i) => [candidate, receipts[i]]));

	const findings: DuplicateFinding[] = [];
	const seen = new Set<string>();
	candidates.forEach((candidate, i) => {
		const stored = receiptOf.get(candidate) ?? events[i];
		if (stored !== undefined) {
			findings.push(compare(candidate, stored));
			return;
		}
		const keys = [eventKey(candidate.event), outboxKey(candidate)].filter((key) => key !== null);
		if (keys.some((key) => seen.has(key))) findings.push({ kind: 'repeated', index: candidate.index });
		else for (const key of keys) seen.add(key);
	});
	return findings;
}

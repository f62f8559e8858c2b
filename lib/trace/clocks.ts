import { formatMillis } from '../events/amounts';
import { type Segment, say } from '../events/words';
import { millisBetween, type TraceEvent } from './event';

/** Clocks of two machines may differ by this much without a word. */
export const AHEAD_MS_MIN = 1000;
/** From when on an entry is late on its stream. */
export const LATE_MS_MIN = 60_000;
/** From when on an entry waited for the ledger. */
export const SLOW_INGEST_MS_MIN = 60_000;

/** What the three clocks of an event say about one another. */
export interface ClockMarks {
	/** From occurred to stream; negative when the producer's clock is ahead. Null without a stream time. */
	readonly streamMs: number | null;
	/** From the stream, else from occurred, to the ledger. */
	readonly ingestMs: number;
	/** It claims to have occurred after Redis had it: its producer's clock is ahead by at least that. */
	readonly isAhead: boolean;
	/** It came late to the stream, or its producer's clock is behind: the record cannot tell which. */
	readonly isLate: boolean;
	/** It was on the stream and waited for the ledger. */
	readonly isSlowToLedger: boolean;
	/** The marks in words; empty when there is nothing to say. */
	readonly note: readonly Segment[];
}

const NO_NOTE: readonly Segment[] = [];

function noteOf(marks: Omit<ClockMarks, 'note'>): readonly Segment[] {
	if (!marks.isAhead && !marks.isLate && !marks.isSlowToLedger) return NO_NOTE;
	const streamMs = marks.streamMs ?? 0;
	const notes: Segment[] = [];
	if (marks.isAhead) notes.push(...say`Dated ${formatMillis(-streamMs)} after Redis had it: the producer's clock is ahead.`);
	if (marks.isLate)
		notes.push(...say`On the stream ${formatMillis(streamMs)} after it is dated: it came late, or the producer's clock is behind.`);
	if (marks.isSlowToLedger) notes.push(...say`${notes.length > 0 ? ' ' : ''}Waited ${formatMillis(marks.ingestMs)} for the ledger.`);
	return notes;
}

/** The clocks of an event, judged by themselves. */
export function clockOf(event: Pick<TraceEvent, 'occurredAt' | 'streamedAt' | 'ingestedAt'>): ClockMarks {
	const streamMs = event.streamedAt === null ? null : millisBetween(event.occurredAt, event.streamedAt);
	const ingestMs = millisBetween(event.streamedAt ?? event.occurredAt, event.ingestedAt);
	const marks = {
		streamMs,
		ingestMs,
		isAhead: streamMs !== null && streamMs <= -AHEAD_MS_MIN,
		isLate: streamMs !== null && streamMs >= LATE_MS_MIN,
		isSlowToLedger: event.streamedAt !== null && ingestMs >= SLOW_INGEST_MS_MIN,
	};
	return { ...marks, note: noteOf(marks) };
}

/** When an event probably happened: its own time, or its stream time when it claims to be later than that, which cannot be. */
export function placedAt(event: Pick<TraceEvent, 'occurredAt' | 'streamedAt'>): bigint {
	const { streamedAt, occurredAt } = event;
	return streamedAt !== null && millisBetween(occurredAt, streamedAt) <= -AHEAD_MS_MIN ? streamedAt : occurredAt;
}

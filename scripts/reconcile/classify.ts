import type { Redis } from 'ioredis';
import type { SqlClient } from '../../db/client';
import { type LedgerMatch, ledgerMatchesByEvent, ledgerMatchesByReceipt } from '../../db/queries/reconcile';
import { isDataStream, type SourceStream, STREAM_NO } from '../../lib/streams/names';
import type { DeadLetters } from './dead-letters';
import { storedForm } from './entry-id';
import { waitingAmong } from './group';
import { type Identified, identify } from './identify';
import type { RawStreamEntry } from './pages';

/** Where a stream entry is now. */
export type Whereabouts =
	| { readonly kind: 'ledger' }
	/** The ledger has its event, with equal content, from another entry. */
	| { readonly kind: 'duplicate' }
	| { readonly kind: 'deadLetter'; readonly reason: string }
	/** Pending in the group, or not yet given to it. */
	| { readonly kind: 'waiting' }
	| { readonly kind: 'missing'; readonly why: string };

export interface Sides {
	readonly redis: Redis;
	readonly sql: SqlClient;
	readonly group: string;
	readonly deadLetters: DeadLetters;
}

async function ledgerMatches(sql: SqlClient, stream: SourceStream, entries: readonly Identified[]): Promise<(LedgerMatch | null)[]> {
	const events = entries.map((entry) => entry.event);
	const known = events.filter((event) => event !== null);
	const found = isDataStream(stream)
		? await ledgerMatchesByEvent(sql, known)
		: await ledgerMatchesByReceipt(
				sql,
				STREAM_NO[stream],
				known.map((event) => event.id),
			);
	let next = 0;
	return events.map((event) => (event === null ? null : (found[next++] ?? null)));
}

function whereaboutsOf(
	stream: SourceStream,
	entry: Identified,
	match: LedgerMatch | null,
	reason: string | undefined,
	isWaiting: boolean,
): Whereabouts {
	const isItsRow = match !== null && match.streamNo === STREAM_NO[stream] && match.entryId === storedForm(entry.entryId);
	const hasContent = match !== null && entry.contentHash(isItsRow ? entry.entryId : match.entryId) === match.contentSha256;
	if (isItsRow) return hasContent ? { kind: 'ledger' } : { kind: 'missing', why: 'its row in the ledger has other content' };
	// before duplicate: a badly signed copy of an event in the ledger is a dead letter, not a repetition
	if (reason !== undefined) return { kind: 'deadLetter', reason };
	if (hasContent) return { kind: 'duplicate' };
	if (isWaiting) return { kind: 'waiting' };
	if (match !== null) return { kind: 'missing', why: 'the ledger has other content under its id, and no dead letter tells of it' };
	return { kind: 'missing', why: 'acknowledged, but neither in the ledger nor in the dead letters' };
}

/**
 * Tells where each entry of a page is. The order of questions makes it right while workers go on: what is not waiting when the
 * group is asked was settled before, so that dead letters and ledger, asked after, must have it.
 */
export async function classifyPage(
	sides: Sides,
	stream: SourceStream,
	page: readonly RawStreamEntry[],
): Promise<{ readonly entry: Identified; readonly whereabouts: Whereabouts }[]> {
	const entries = page.map((entry) => identify(stream, entry));
	const waiting = await waitingAmong(
		sides.redis,
		stream,
		sides.group,
		page.map((entry) => entry.entryId),
	);
	await sides.deadLetters.catchUp();
	const matches = await ledgerMatches(sides.sql, stream, entries);
	return entries.map((entry, i) => {
		const reason = sides.deadLetters.kindOf(stream, entry.entryId);
		return { entry, whereabouts: whereaboutsOf(stream, entry, matches[i] ?? null, reason, waiting.has(entry.entryId)) };
	});
}

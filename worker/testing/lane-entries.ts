import { AUDIT_STREAM, type AuthorityStream } from '../../lib/streams/names';
import { auditSignature, streamSignature } from '../../lib/streams/signature';
import type { EntryOutcome, RawEntry } from '../lane-types';

export const AUDIT_KEY = Buffer.alloc(32, 1);
export const STREAMS_KEY = Buffer.alloc(32, 2);

let clock = 0;

/** An entry id later than all before it. */
export function nextEntryId(): string {
	clock++;
	return `${1_795_262_400_000 + clock}-0`;
}

/** Event fields as JSON text, with what every event needs. */
export function eventJson(fields: Record<string, unknown>): string {
	return JSON.stringify({ zone_id: 'zone-a', event_type: 'token_exchange', occurred_at: '2026-11-21T12:00:00.5Z', ...fields });
}

/** A signed entry of the audit stream. */
export function auditEntry(data: string | Buffer, sig?: string | null): RawEntry {
	const bytes = Buffer.from(data);
	const fields = [Buffer.from('id'), Buffer.from('another'), Buffer.from('data'), bytes];
	if (sig !== null) fields.push(Buffer.from('sig'), Buffer.from(sig ?? auditSignature(AUDIT_KEY, bytes)));
	return { stream: AUDIT_STREAM, entryId: nextEntryId(), fields };
}

/** A signed entry of an authority stream. */
export function authorityEntry(stream: AuthorityStream, fields: Record<string, string>): RawEntry {
	const flat = Object.entries(fields)
		.flat()
		.map((text) => Buffer.from(text));
	const sig = streamSignature(STREAMS_KEY, stream, flat);
	return { stream, entryId: nextEntryId(), fields: [...flat, Buffer.from('_sig'), Buffer.from(sig)] };
}

/** Outcomes in a form to compare: the kind, or the reason of a rejection. */
export function words(outcomes: readonly EntryOutcome[]): string[] {
	return outcomes.map((outcome) => (outcome.kind === 'rejected' ? outcome.reason : outcome.kind));
}

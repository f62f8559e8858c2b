import { timingSafeEqual } from 'node:crypto';
import type { AuditEvent } from '../events/contract';
import type { CheckPart, CheckState } from '../evidence/signature-check';
import { fieldOf } from '../streams/field';
import { isDataStream } from '../streams/names';
import { auditSignatureValid, streamSignatureValid } from '../streams/signature';
import { contentSha256 } from './content-hash';
import { chainHmac } from './hmac';
import { type KeptEntry, keptEvent } from './kept-content';

/** A ledger row. Hashes are lowercase hex. */
export interface CheckedRow {
	/** The event as the columns say it. */
	readonly event: AuditEvent;
	readonly seq: number;
	readonly contentSha256: string;
	readonly prevContentSha256: string | null;
	readonly chainHmac: string | null;
	readonly ingestSignature: string | null;
}

export interface CheckKeys {
	readonly audit: Buffer | null;
	readonly streams: Buffer | null;
}

export interface CheckInput {
	readonly row: CheckedRow;
	/** `absent`: the segment is not there; `damaged`: it is, and cannot be read. */
	readonly kept: KeptEntry | 'absent' | 'damaged';
	/** Content hash of the row before it in the zone; null when there is none, `isEarlierKept` says whether any earlier one is. */
	readonly before: string | null;
	readonly isEarlierKept: boolean;
	readonly keys: CheckKeys;
}

export interface EventCheck {
	readonly state: CheckState;
	readonly parts: readonly CheckPart[];
}

const HEX_SHA256 = /^[0-9a-f]{64}$/i;
/** Columns that are compared, by their names in the ledger. */
const COLUMNS: readonly (readonly [keyof AuditEvent, string])[] = [
	['id', 'id'],
	['zoneId', 'zone_id'],
	['eventType', 'event_type'],
	['requestId', 'request_id'],
	['decision', 'decision'],
	['policySetId', 'policy_set_id'],
	['policySetVersionId', 'policy_set_version_id'],
	['manifestSha', 'manifest_sha'],
	['evaluationStatus', 'evaluation_status'],
	['determiningPoliciesText', 'determining_policies_json'],
	['diagnosticsText', 'diagnostics_json'],
	['metadataText', 'metadata_json'],
	['occurredAt', 'occurred_at'],
];

/** Columns in which two readings of an event differ: the member, and its name in the ledger. */
export function differingColumns(one: AuditEvent, other: AuditEvent): (readonly [keyof AuditEvent, string])[] {
	return COLUMNS.filter(([name]) => one[name] !== other[name]);
}

const holds = (part: CheckPart['part'], words: string): CheckPart => ({ part, state: 'holds', words, expected: null, found: null });
const unknown = (part: CheckPart['part'], words: string): CheckPart => ({ part, state: 'unknown', words, expected: null, found: null });
const fails = (part: CheckPart['part'], words: string, expected: string | null, found: string | null): CheckPart => ({
	part,
	state: 'fails',
	words,
	expected,
	found,
});

function signaturePart(row: CheckedRow, kept: CheckInput['kept'], keys: CheckKeys): { part: CheckPart; state: CheckState | null } {
	if (kept === 'absent')
		return { part: unknown('signature', 'The segment with the signed bytes is not in this database.'), state: 'not_kept' };
	if (kept === 'damaged')
		return {
			part: fails('signature', 'The segment cannot be read, so no signature can hold over its bytes.', null, null),
			state: 'damaged',
		};
	const isData = isDataStream(kept.stream);
	const sig = fieldOf(kept.fields, isData ? 'sig' : '_sig')?.toString('latin1') ?? '';
	if (sig === '' && row.ingestSignature === null) return { part: unknown('signature', 'The entry has no signature.'), state: 'not_signed' };
	const found = HEX_SHA256.test(sig) ? sig.toLowerCase() : null;
	if (found !== row.ingestSignature)
		return {
			part: fails('signature', 'The signature kept with the bytes and the one in the ledger row differ.', found, row.ingestSignature),
			state: 'signature_mismatch',
		};
	const key = isData ? keys.audit : keys.streams;
	if (key === null) return { part: unknown('signature', 'The worker has no key for this stream.'), state: 'no_key' };
	const isValid = isData
		? auditSignatureValid(key, fieldOf(kept.fields, 'data') ?? Buffer.alloc(0), sig)
		: streamSignatureValid(key, kept.stream, kept.fields, sig);
	if (isValid) return { part: holds('signature', 'HMAC-SHA256 over the kept bytes gives the signature.'), state: null };
	const words = found === null ? 'What stands for a signature is none.' : 'HMAC-SHA256 over the kept bytes gives another signature.';
	return { part: fails('signature', words, null, found), state: 'signature_mismatch' };
}

function contentPart(row: CheckedRow, kept: CheckInput['kept']): CheckPart {
	const ofColumns = contentSha256(row.event).toString('hex');
	if (typeof kept === 'string') {
		if (ofColumns !== row.contentSha256)
			return fails('content', 'The columns of the row do not give its content hash.', row.contentSha256, ofColumns);
		return unknown('content', 'The columns give the content hash of the row; the signed bytes are not there to compare with.');
	}
	const read = keptEvent(kept);
	if (!read.ok) return fails('content', 'The kept bytes are no event.', null, ofColumns);
	const ofBytes = contentSha256(read.event).toString('hex');
	const differing = differingColumns(read.event, row.event).map(([, column]) => column);
	if (differing.length > 0)
		return fails('content', `The kept bytes say something else than the row in ${differing.join(', ')}.`, ofBytes, ofColumns);
	if (ofBytes !== row.contentSha256)
		return fails('content', 'The content hash of the row is not that of what it says.', ofBytes, row.contentSha256);
	return holds('content', 'The kept bytes, read again, give every column of the row and its content hash.');
}

function chainPart(row: CheckedRow, key: Buffer | null): CheckPart {
	if (row.chainHmac === null) return unknown('chain', 'The row has no chain HMAC: the worker that wrote it had no key.');
	if (key === null) return unknown('chain', 'The worker has no key to check the chain HMAC with.');
	const expected = chainHmac(key, row.contentSha256, row.prevContentSha256 ?? '');
	const found = Buffer.from(row.chainHmac, 'hex');
	return found.length === expected.length && timingSafeEqual(found, expected)
		? holds('chain', 'The chain HMAC is that of its content hash and the one before it.')
		: fails('chain', 'The chain HMAC is not that of its content hash and the one before it.', null, row.chainHmac);
}

function linkPart({ seq, prevContentSha256: prev }: CheckedRow, before: string | null, isEarlierKept: boolean): CheckPart {
	if (seq === 1)
		return prev === null
			? holds('link', 'It is the first of its zone and links to nothing.')
			: fails('link', 'It is the first of its zone, yet links to an event before it.', null, prev);
	if (before === null)
		return isEarlierKept
			? fails('link', `Event #${seq - 1}, which it links to, is missing while earlier ones are there.`, prev, null)
			: unknown('link', `Event #${seq - 1}, which it links to, is not in this database any more.`);
	return before === prev
		? holds('link', `It links to the content hash of event #${seq - 1}.`)
		: fails('link', `It does not link to the content hash of event #${seq - 1}.`, before, prev);
}

/**
 * Checks an event against the bytes its producer signed, and its place in the chain. Macs are compared in constant time, and a
 * right one is never told. Pure and total: what is missing or wrong is a finding, not an error.
 */
export function checkEvent({ row, kept, before, isEarlierKept, keys }: CheckInput): EventCheck {
	const signature = signaturePart(row, kept, keys);
	const content = contentPart(row, kept);
	const chain = chainPart(row, keys.audit);
	const link = linkPart(row, before, isEarlierKept);
	const parts = [signature.part, content, chain, link];
	if (signature.part.state === 'fails') return { state: signature.state ?? 'signature_mismatch', parts };
	if (content.state === 'fails') return { state: 'content_mismatch', parts };
	if (chain.state === 'fails' || link.state === 'fails') return { state: 'chain_mismatch', parts };
	return { state: signature.state ?? 'valid', parts };
}

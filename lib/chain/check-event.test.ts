import { describe, expect, test } from 'vitest';
import { authorityEvent } from '../events/authority-entry';
import { parseAuditData } from '../events/parse';
import { AUDIT_STREAM, SESSIONS_REVOKE_STREAM } from '../streams/names';
import { auditSignature, streamSignature } from '../streams/signature';
import { type CheckInput, checkEvent } from './check-event';
import { contentSha256 } from './content-hash';
import { chainHmac } from './hmac';

const key = Buffer.alloc(32, 7);
const DATA = '{"id":"e1","zone_id":"z","event_type":"t","occurred_at":"2026-11-21T12:00:00Z","metadata_json":{"b":1,"a":[1e3]}}';

function sound(): CheckInput {
	const read = parseAuditData(DATA);
	if (!read.ok) throw new Error(read.reason);
	const content = contentSha256(read.event).toString('hex');
	const before = 'ab'.repeat(32);
	const sig = auditSignature(key, Buffer.from(DATA));
	return {
		row: {
			event: read.event,
			seq: 5,
			contentSha256: content,
			prevContentSha256: before,
			chainHmac: chainHmac(key, content, before).toString('hex'),
			ingestSignature: sig,
		},
		kept: { stream: AUDIT_STREAM, entryId: '1-0', fields: [Buffer.from('data'), Buffer.from(DATA), Buffer.from('sig'), Buffer.from(sig)] },
		before,
		isEarlierKept: true,
		keys: { audit: key, streams: null },
	};
}
const kept = (data: Buffer, sig = auditSignature(key, data)): CheckInput['kept'] => ({
	stream: AUDIT_STREAM,
	entryId: '1-0',
	fields: [Buffer.from('data'), data, Buffer.from('sig'), Buffer.from(sig)],
});

test('what is sound is valid', () => {
	expect(checkEvent(sound())).toMatchObject({ state: 'valid', parts: Array(4).fill({ state: 'holds' }) });
	const upper = auditSignature(key, Buffer.from(DATA)).toUpperCase();
	expect(checkEvent({ ...sound(), kept: kept(Buffer.from(DATA), upper) }).state).toBe('valid');
});

test('of a field map whose fields are repeated the last ones count, as at ingest', () => {
	const texts = ['outbox_id', 'o-1', 'zone_id', 'z', 'session_id', 'ar_1', '_sig', 'first', 'reason', 'x', 'reason', 'y'];
	const fields = texts.map((text) => Buffer.from(text));
	const sig = streamSignature(key, SESSIONS_REVOKE_STREAM, fields);
	const read = authorityEvent(SESSIONS_REVOKE_STREAM, '1795262400000-0', fields);
	if (!read.ok) throw new Error(read.reason);
	const content = contentSha256(read.event).toString('hex');
	const { row } = sound();
	const kept = {
		stream: SESSIONS_REVOKE_STREAM,
		entryId: '1795262400000-0',
		fields: [...fields, Buffer.from('_sig'), Buffer.from(sig)],
	} as const;
	const chained = { ...row, event: read.event, contentSha256: content, ingestSignature: sig };
	const found = checkEvent({ ...sound(), row: { ...chained, chainHmac: null }, kept, keys: { audit: key, streams: key } });
	expect(found).toMatchObject({
		state: 'valid',
		parts: [{ state: 'holds' }, { state: 'holds' }, { state: 'unknown' }, { state: 'holds' }],
	});
});

describe('what is not', () => {
	const { row } = sound();
	const cases: [string, Partial<CheckInput>, string][] = [
		['another key', { keys: { audit: Buffer.alloc(32, 8), streams: null } }, 'signature_mismatch'],
		[
			'a signature of another kind',
			{ kept: kept(Buffer.from(DATA), 'nonsense'), row: { ...row, ingestSignature: null } },
			'signature_mismatch',
		],
		['a signature taken out of the segment', { kept: kept(Buffer.from(DATA), '') }, 'signature_mismatch'],
		[
			'bytes signed, yet of another event',
			{ kept: kept(Buffer.from('{"id":"e2"}')), row: { ...row, ingestSignature: auditSignature(key, Buffer.from('{"id":"e2"}')) } },
			'content_mismatch',
		],
		[
			'bytes signed that are no text',
			{ kept: kept(Buffer.from([0xff])), row: { ...row, ingestSignature: auditSignature(key, Buffer.from([0xff])) } },
			'content_mismatch',
		],
		['a changed column', { row: { ...row, event: { ...row.event, decision: 'allow' } } }, 'content_mismatch'],
		[
			'a changed column without the bytes',
			{ row: { ...row, event: { ...row.event, decision: 'allow' } }, kept: 'absent' },
			'content_mismatch',
		],
		['a changed content hash', { row: { ...row, contentSha256: '00'.repeat(32) } }, 'content_mismatch'],
		['a chain HMAC of another length', { row: { ...row, chainHmac: 'ab' } }, 'chain_mismatch'],
		['a link elsewhere', { before: 'cd'.repeat(32) }, 'chain_mismatch'],
		['a hole before it', { before: null }, 'chain_mismatch'],
		['a first event that links', { row: { ...row, seq: 1 }, before: null, isEarlierKept: false }, 'chain_mismatch'],
		['no segment', { kept: 'absent' }, 'not_kept'],
		['a broken segment', { kept: 'damaged' }, 'damaged'],
		['no key', { keys: { audit: null, streams: null } }, 'no_key'],
	];
	test.each(cases)('%s', (_, change, state) => {
		const found = checkEvent({ ...sound(), ...change });
		expect(found.state).toBe(state);
	});

	test('an event before it that retention took is not held against it', () => {
		expect(checkEvent({ ...sound(), before: null, isEarlierKept: false })).toMatchObject({
			state: 'valid',
			parts: expect.arrayContaining([expect.objectContaining({ part: 'link', state: 'unknown' })]),
		});
	});

	test('unsigned is not signed', () => {
		const fields = [Buffer.from('data'), Buffer.from(DATA)];
		expect(
			checkEvent({ ...sound(), row: { ...row, ingestSignature: null }, kept: { stream: AUDIT_STREAM, entryId: '1-0', fields } }).state,
		).toBe('not_signed');
	});
});

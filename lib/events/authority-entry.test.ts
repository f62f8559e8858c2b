import { describe, expect, test } from 'vitest';
import {
	AGENTS_LIFECYCLE_STREAM,
	type AuthorityStream,
	DELEGATIONS_INVALIDATE_STREAM,
	POLICY_INVALIDATE_STREAM,
	SESSIONS_REVOKE_STREAM,
} from '../streams/names';
import { authorityEvent } from './authority-entry';

const AT = '1795262400123-4';

function entry(stream: AuthorityStream, fields: Record<string, string | Buffer>) {
	return authorityEvent(
		stream,
		AT,
		Object.entries(fields).flatMap(([key, value]) => [Buffer.from(key), Buffer.isBuffer(value) ? value : Buffer.from(value)]),
	);
}

function summary(stream: AuthorityStream, fields: Record<string, string | Buffer>): string {
	const result = entry(stream, { outbox_id: 'ob-1', zone_id: 'zn', _sig: 'aa', ...fields });
	return result.ok ? `${result.event.eventType} ${result.event.metadataText}` : result.reason;
}

describe('what each entry becomes', () => {
	test.each<[AuthorityStream, Record<string, string>, string]>([
		[
			DELEGATIONS_INVALIDATE_STREAM,
			{ event: 'edge_create', edge_id: 'e1', epoch: '12' },
			'delegation_edge_create {"epoch": 12, "edge_id": "e1"}',
		],
		[
			DELEGATIONS_INVALIDATE_STREAM,
			{ event: 'edge_revoke', edge_id: 'e1', affected_edges: '7' },
			'delegation_edge_revoke {"edge_id": "e1", "affected_edges": 7}',
		],
		[DELEGATIONS_INVALIDATE_STREAM, { event: 'edge_expire', edge_ids: '["a","b"]' }, 'delegation_edge_expire {"edge_ids": ["a", "b"]}'],
		[DELEGATIONS_INVALIDATE_STREAM, { event: 'edge_expire', edge_ids: '[1]' }, 'delegation_edge_expire {"edge_ids": "[1]"}'],
		[AGENTS_LIFECYCLE_STREAM, { event: 'spawn', agent_session_id: 's', parent_id: 'null' }, 'session_spawn {"agent_session_id": "s"}'],
		[
			AGENTS_LIFECYCLE_STREAM,
			{ event: 'terminate', agent_session_id: 's', parent_id: 'p' },
			'session_terminate {"parent_id": "p", "agent_session_id": "s"}',
		],
		[AGENTS_LIFECYCLE_STREAM, { event: 'hibernate' }, 'session_hibernate {}'],
		[SESSIONS_REVOKE_STREAM, { session_id: 'ar', reason: 'ttl' }, 'session_revoke {"reason": "ttl", "session_id": "ar"}'],
		[
			POLICY_INVALIDATE_STREAM,
			{ policy_set_id: 'ps', policy_set_version_id: 'psv' },
			'policy_activate {"policy_set_id": "ps", "policy_set_version_id": "psv"}',
		],
		[
			SESSIONS_REVOKE_STREAM,
			{ epoch: '007', affected_edges: '99999999999999999999' },
			'session_revoke {"epoch": "007", "affected_edges": "99999999999999999999"}',
		],
	])('%s %j', (stream, fields, expected) => {
		expect(summary(stream, fields)).toBe(expected);
	});

	test('id is the outbox id, time the entry id, and a policy version has its columns', () => {
		const result = entry(POLICY_INVALIDATE_STREAM, { outbox_id: 'ob-9', zone_id: 'zn', policy_set_id: 'ps', policy_set_version_id: 'psv' });
		expect(result).toMatchObject({
			ok: true,
			event: { id: 'ob-9', zoneId: 'zn', occurredAt: 1795262400123000n, policySetId: 'ps', policySetVersionId: 'psv', decision: '' },
		});
	});
});

describe('hostile fields', () => {
	test('a field named __proto__ is data', () => {
		expect(summary(SESSIONS_REVOKE_STREAM, JSON.parse('{"__proto__":"x","reason":"y"}'))).toBe(
			'session_revoke {"reason": "y", "__proto__": "x"}',
		);
	});

	test('U+0000, bytes that are no UTF-8 and half surrogate pairs become storable text', () => {
		expect(summary(SESSIONS_REVOKE_STREAM, { reason: 'a\u0000b' })).toBe('session_revoke {"reason": "ab"}');
		expect(summary(SESSIONS_REVOKE_STREAM, { reason: Buffer.from([0x61, 0xff]) })).toBe('session_revoke {"reason": "a\ufffd"}');
		expect(summary(DELEGATIONS_INVALIDATE_STREAM, { event: 'edge_expire', edge_ids: '["\\ud800"]' })).toBe(
			'delegation_edge_expire {"edge_ids": ["\ufffd"]}',
		);
	});

	test.each([
		[{ outbox_id: '', zone_id: 'z' }, 'json_parse_error:missing outbox_id'],
		[{ outbox_id: 'o', zone_id: '' }, 'json_parse_error:missing zone_id'],
		[{ outbox_id: 'o'.repeat(513), zone_id: 'z' }, 'json_parse_error:outbox_id is longer than 512 bytes'],
		[{ outbox_id: 'o', zone_id: 'z'.repeat(513) }, 'json_parse_error:zone_id is longer than 512 bytes'],
		[{ outbox_id: 'o', zone_id: 'z', event: '' }, 'json_parse_error:missing event'],
		[{ outbox_id: 'o', zone_id: 'z', event: 'e'.repeat(200) }, 'json_parse_error:event is longer than 100 bytes'],
	])('%j is refused with its reason', (fields, reason) => {
		expect(entry(AGENTS_LIFECYCLE_STREAM, fields)).toEqual({ ok: false, reason });
	});

	test('an entry id beyond year 9999 is no time', () => {
		const fields = ['outbox_id', 'o', 'zone_id', 'z', 'event', 'spawn'].map((text) => Buffer.from(text));
		expect(authorityEvent(AGENTS_LIFECYCLE_STREAM, '253402300799999-0', fields)).toMatchObject({
			ok: true,
			event: { occurredAt: 253402300799999000n },
		});
		for (const entryId of ['253402300800000-0', '18446744073709551615-18446744073709551615']) {
			expect(authorityEvent(AGENTS_LIFECYCLE_STREAM, entryId, fields)).toEqual({
				ok: false,
				reason: 'json_parse_error:the entry id is no time before year 10000',
			});
		}
	});
});

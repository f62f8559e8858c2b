import { expect, test } from 'vitest';
import type { EventDetail } from '../api/events';
import { fieldsOf, recordJson } from './fields';

const EVENT: EventDetail = {
	zone: 'zn_demo',
	seq: 7,
	id: 'ev-7',
	occurredAt: '2026-11-21T12:00:00.123456Z',
	ingestedAt: '2026-11-21T12:00:00.200000Z',
	type: 'token_exchange',
	decision: 'deny',
	evaluationStatus: 'complete',
	requestId: 'req-1',
	app: null,
	appName: null,
	resource: null,
	reason: 'delegation_scope_exceeded',
	policyVersion: 'psv_7',
	host: null,
	latencyMs: 31,
	labels: [],
	sentence: [],
	policySetId: '',
	policySetVersionId: 'psv_7',
	manifestSha: '',
	determiningPoliciesText: '[]',
	diagnosticsText: '[{"reason": "delegation_scope_exceeded"}]',
	metadataText:
		'{"session_id": "ar_1", "agent_session_id": "ses_1", "odd\\u202e": {"x": 1}, "requested_scopes": ["a", "b"], "latency_ms": 31, "huge": 12345678901234567890, "empty": "", "delegation_chain": [{"application_id": "app_a"}, {"application_id": "app_b"}]}',
	chain: { contentSha256: 'aa', prevContentSha256: null, hmac: null, headSeq: 9 },
	signature: null,
	stream: 'caracal.audit.events',
	entryId: '1-0',
	streamedAt: '2026-11-21T12:00:00.126000Z',
};

const lines = (event: EventDetail) => fieldsOf(event).map((field) => `${field.label}: ${field.text.replaceAll('\u00a0', ' ')}`);

test('fields are told in words, in order, and empty ones are left out', () => {
	expect(lines(EVENT)).toEqual([
		'Type: token_exchange',
		'Decision: deny',
		'Reason: delegation_scope_exceeded',
		'Evaluation: complete',
		'Policies: none decided',
		'Policy version: psv_7',
		'Scopes asked: a, b',
		'Session: ses_1',
		'Authority record: ar_1',
		'Delegation chain: app_a → app_b',
		'Took: 31 ms',
		'odd⟨U+202E⟩: {"x":1}',
		'huge: too large to draw here: see the record',
		'Request: req-1',
		'Event: ev-7',
		'Zone: zn_demo',
	]);
});

test('what somebody did in the console is told in words too', () => {
	const metadataText =
		'{"actor_id": "7", "actor_kind": "user", "actor_name": "ada", "filters": {"last": "24h", "decision": "deny"}, "zones": []}';
	const event = { ...EVENT, type: 'console.search', metadataText, determiningPoliciesText: null, diagnosticsText: null };
	expect(lines(event).filter((line) => /^(Who|Acting as|Account or|Filters)/.test(line))).toEqual([
		'Who: ada',
		'Acting as: user',
		'Account or token number: 7',
		'Filters: last=24h, decision=deny',
	]);
});

test('an event without a decision can be filtered by none', () => {
	const decision = fieldsOf({ ...EVENT, decision: '' }).find((field) => field.label === 'Decision');
	expect(decision?.filters).toEqual([{ field: 'decision', value: 'none' }]);
});

test('values are asked for under the qualifier that is taken from their key, others under meta', () => {
	const filters = (label: string) =>
		fieldsOf(EVENT)
			.find((each) => each.label === label)
			?.filters.map(({ field, value }) => `${field}:${value}`);
	expect(filters('Reason')).toEqual(['reason:delegation_scope_exceeded']);
	expect(filters('Scopes asked')).toEqual(['scope:a', 'scope:b']);
	expect(filters('Session')).toEqual(['session:ses_1']);
	expect(filters('Authority record')).toEqual(['authority:ar_1']);
	expect(filters('Took')).toEqual(['latency:31']);
	expect(filters('huge')).toEqual([]);
	expect(filters('Policies')).toEqual([]);
});

test('what the language cannot ask for, or must not, has no filter', () => {
	const metadataText = '{"api_key": "[redacted]", "note": "x", "a b": "y", "application_id": "app_1"}';
	const fields = fieldsOf({ ...EVENT, app: 'app_1', metadataText });
	const of = (label: string) => fields.find((each) => each.label === label)?.filters;
	expect(of('api_key')).toEqual([]);
	expect(of('a b')).toEqual([]);
	expect(of('note')).toEqual([{ field: 'meta.note', value: 'x' }]);
	expect(of('Application ID')).toEqual([{ field: 'app', value: 'app_1' }]);
});

test('the record keeps the stored texts to the digit', () => {
	const text = recordJson(EVENT);
	expect(text).toContain('"huge": 12345678901234567890');
	expect(JSON.parse(text)).toMatchObject({ id: 'ev-7', decision: 'deny', diagnostics_json: [{ reason: 'delegation_scope_exceeded' }] });
});

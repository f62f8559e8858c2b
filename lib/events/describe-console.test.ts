import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../json';
import { CONSOLE_TYPES, type ConsoleDetails, type ConsoleType, consoleEvent } from './console';
import { type DescribedEvent, describeEvent } from './describe';
import { parsed } from './read-json';
import { textOf } from './words';

const USER = { kind: 'user', id: 7, name: 'ada' } as const;

function described(eventType: string, metadata: JsonValue): DescribedEvent {
	return {
		eventType,
		decision: '',
		evaluationStatus: '',
		requestId: 'req-1',
		policySetId: '',
		policySetVersionId: '',
		occurredAt: 0n,
		determiningPolicies: null,
		diagnostics: null,
		metadata,
	};
}

const sentence = (event: DescribedEvent) => textOf(describeEvent(event)).replaceAll('\u00a0', ' ');

/** The sentence of an event as the console writes it. */
function told<Type extends ConsoleType>(
	action: Type,
	details: ConsoleDetails[Type],
	actor: Parameters<typeof consoleEvent>[0]['actor'] = USER,
) {
	const data = consoleEvent({ action, zoneId: 'z', actor, requestId: 'req-1', at: 0n, id: 'e', details });
	const { metadata_json } = parsed(data) as { metadata_json: JsonValue };
	return sentence(described(action, metadata_json));
}

const BOB = { account_id: 8, account_name: 'bob' };
const CI = { token_id: 3, token_name: 'ci', token_prefix: 'cat_ab12CD34' };

describe('every deed is told as who did what, where', () => {
	test.each<[string, string]>([
		['ada signed in with a password', told('console.sign_in', { method: 'password' })],
		['ada signed in through the identity provider', told('console.sign_in', { method: 'oidc' })],
		['ada signed in through https://idp.example', told('console.sign_in', { method: 'oidc', issuer: 'https://idp.example' })],
		[
			'Sign-in as ada refused: wrong name or password',
			told('console.sign_in_failed', { method: 'password', reason: 'wrong_credentials' }, { ...USER, id: '' }),
		],
		[
			'Sign-in refused: the identity provider refused',
			told('console.sign_in_failed', { method: 'oidc', reason: 'provider_refused' }, { kind: 'user', id: '', name: '' }),
		],
		['ada signed out', told('console.sign_out', {})],
		['ada ended a sign-in of bob', told('console.session_revoked', { ...BOB, sessions: 1 })],
		['ada ended 3 sign-ins of bob', told('console.session_revoked', { ...BOB, sessions: 3 })],
		[
			'ada searched prod-eu for events matching decision:deny of the last 24 h',
			told('console.search', { filters: { last: '24h', q: 'decision:deny' }, zones: ['prod-eu'] }),
		],
		['ada searched every zone they may see for events of any time', told('console.search', { filters: { last: 'all' }, zones: [] })],
		[
			'API token ci searched a, b and 2 more for events matching -type:run_launch since 2026-11-21T12:00:00Z',
			told(
				'console.search',
				{
					filters: { from: '2026-11-21T12:00:00Z', q: '-type:run_launch' },
					zones: ['a', 'b', 'c', 'd'],
				},
				{ kind: 'token', id: 3, name: 'ci' },
			),
		],
		[
			'ada searched a for events from 2026-11-21T00:00:00Z to 2026-11-22T00:00:00Z, application mailer',
			told('console.search', {
				filters: {
					from: '2026-11-21T00:00:00Z',
					to: '2026-11-22T00:00:00Z',
					application: 'mailer',
				},
				zones: ['a'],
			}),
		],
		[
			'ada exported 1,200 events from prod-eu for events matching decision:deny of the last 7 d as csv',
			told('console.export', { format: 'csv', events_exported: 1200, filters: { last: '7d', q: 'decision:deny' }, zones: ['prod-eu'] }),
		],
		['ada opened event #1,204 ev-7', told('console.event_opened', { seq: 1204, event_id: 'ev-7', part: 'event' })],
		['ada read the signed bytes of event #12 ev-7', told('console.event_opened', { seq: 12, event_id: 'ev-7', part: 'signed_bytes' })],
		['ada had the signature checked of event #12 ev-7', told('console.event_opened', { seq: 12, event_id: 'ev-7', part: 'signature' })],
		['ada opened request req-42, 8 events', told('console.request_opened', { opened_request_id: 'req-42', events_shown: 8 })],
		['ada looked up a text; nothing was found', told('console.lookup', { matches: 0 })],
		['ada looked at the authority graph', told('console.authority_opened', { view: 'graph', looked_at: '' })],
		['ada looked at the authority of session ses_1', told('console.authority_opened', { view: 'session', looked_at: 'ses_1' })],
		[
			'ada had the coordinator revoke delegation edge_1; 3 sessions and delegations to fall',
			told('console.authority_revoked', {
				...{ target_kind: 'edge', target_id: 'edge_1', fingerprint: '00', outcome: 'revoked' },
				...{ delegations_falling: 1, sessions_falling: 2, stated_reason: '' },
			}),
		],
		['ada looked up a text; 1 match', told('console.lookup', { matches: 1 })],
		[
			'ada created API token ci (cat_ab12CD34): viewer in every zone, until 2027-01-01T00:00:00Z',
			told('console.token_created', { ...CI, role: 'viewer', zones: null, expires_at: '2027-01-01T00:00:00Z' }),
		],
		[
			'ada created API token ci (cat_ab12CD34): operator in prod-eu and prod-us, until 2027-01-01T00:00:00Z',
			told('console.token_created', { ...CI, role: 'operator', zones: ['prod-eu', 'prod-us'], expires_at: '2027-01-01T00:00:00Z' }),
		],
		['ada revoked API token ci (cat_ab12CD34)', told('console.token_revoked', CI)],
		['The console created account bob', told('console.user_created', { ...BOB, method: 'password' }, { kind: 'system', id: '', name: '' })],
		[
			'ada created account bob of https://idp.example',
			told('console.user_created', { ...BOB, method: 'oidc', issuer: 'https://idp.example' }),
		],
		['ada disabled account bob', told('console.user_changed', { ...BOB, change: 'disabled' })],
		['ada set a new password for account bob', told('console.user_changed', { ...BOB, change: 'password' })],
		[
			'ada gave bob the role operator in prod-eu, before it was viewer',
			told('console.role_changed', { ...BOB, role_zone: 'prod-eu', role_before: 'viewer', role_after: 'operator' }),
		],
		[
			'ada gave bob the role admin in every zone',
			told('console.role_changed', { ...BOB, role_zone: null, role_before: null, role_after: 'admin' }),
		],
		[
			'ada took the role viewer of bob in prod-eu away',
			told('console.role_changed', { ...BOB, role_zone: 'prod-eu', role_before: 'viewer', role_after: null }),
		],
		[
			'ada replayed dead letter 1795262400000-0 onto caracal.audit.events; reason pg_permanent_error',
			told('console.dead_letter_replayed', {
				letter_id: '1795262400000-0',
				letter_reason: 'pg_permanent_error',
				source_stream: 'caracal.audit.events',
			}),
		],
		[
			'ada started verification 12, deep, from #2 to the newest',
			told('console.verification_started', { sweep_no: '12', from_seq: 2, to_seq: null, deep: true }),
		],
		[
			'ada started verification 13 of the whole ledger',
			told('console.verification_started', { sweep_no: '13', from_seq: null, to_seq: null, deep: false }),
		],
		['ada cancelled verification 12 of user:bob', told('console.verification_cancelled', { sweep_no: '12', asked_by: 'user:bob' })],
		[
			'ada resolved finding sequence_gap at #40: restored',
			told('console.finding_resolved', { finding_no: '1', finding_kind: 'sequence_gap', finding_seq: 40, note: 'restored' }),
		],
	])('%s', (expected, actual) => {
		expect(actual).toBe(expected);
	});

	test.each(CONSOLE_TYPES)('%s without any detail is a sentence still', (type) => {
		expect(sentence(described(type, null))).toMatch(/^(Somebody unnamed|Sign-in refused: no reason was recorded$)/);
	});
});

describe('hostile records', () => {
	test('a name cannot pass for markup, another line or another name', () => {
		const name = '<b>ada</b>\u202e\nroot signed in';
		expect(told('console.sign_out', {}, { ...USER, name })).toBe('<b>ada</b>⟨U+202E⟩⟨LF⟩root signed in signed out');
		const segments = describeEvent(described('console.sign_out', { actor_kind: 'user', actor_name: name }));
		expect(segments[0]?.kind).toBe('strong');
	});

	test('metadata of any shape gives a bounded sentence', () => {
		const keys = ['actor_kind', 'actor_name', 'filters', 'zones', 'reason', 'change', 'seq', 'matches', 'role_after', 'sessions', 'issuer'];
		const filters = fc.dictionary(fc.constantFrom('last', 'from', 'q', '__proto__', 'x'), fc.jsonValue());
		fc.assert(
			fc.property(
				fc.constantFrom(...CONSOLE_TYPES),
				fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue(), filters, fc.constant('y'.repeat(100_000)))),
				(type, metadata) => {
					const text = sentence(described(type, metadata as JsonValue));
					expect(text.length).toBeGreaterThan(0);
					expect(text.length).toBeLessThan(1500);
				},
			),
		);
	});
});

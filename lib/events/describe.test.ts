import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../json';
import { parseRfc3339Micros } from '../time';
import { type DescribedEvent, describeEvent } from './describe';
import { KNOWN_TYPES } from './vocabulary';
import { textOf } from './words';

const AT = parseRfc3339Micros('2026-11-21T12:00:00Z') ?? 0n;

function event(eventType: string, given: Partial<DescribedEvent> = {}): DescribedEvent {
	return {
		eventType,
		decision: '',
		evaluationStatus: 'complete',
		requestId: 'req-1',
		policySetId: '',
		policySetVersionId: '',
		occurredAt: AT,
		determiningPolicies: null,
		diagnostics: null,
		metadata: null,
		...given,
	};
}

const mailer = { application_id: 'app_mailer', application_name: 'mailer' };
const onCrm = { ...mailer, resource: 'resource://crm' };
const sentence = (given: DescribedEvent) => textOf(describeEvent(given)).replaceAll('\u00a0', ' ');

function exchange(decision: string, evaluationStatus: string, metadata: JsonValue, diagnostics: JsonValue = null): DescribedEvent {
	return event('token_exchange', { decision, evaluationStatus, metadata, diagnostics });
}
function gateway(evaluationStatus: string, metadata: { [key: string]: JsonValue }): DescribedEvent {
	return event('gateway_resource_request', { decision: 'allow', evaluationStatus, metadata: { ...onCrm, method: 'GET', ...metadata } });
}

describe('every type is told as who, what, on what and why', () => {
	test.each<[string, DescribedEvent]>([
		[
			'mailer may use crm:read on crm, by caracal-mailer-use',
			event('token_exchange', {
				decision: 'allow',
				metadata: { ...onCrm, requested_scopes: ['crm:read'] },
				determiningPolicies: [{ policy: 'caracal-mailer-use' }],
			}),
		],
		[
			'mailer may use crm:merge on crm once a person approves, by caracal-mailer-use',
			event('token_exchange', {
				decision: 'allow',
				metadata: { ...onCrm, requested_scopes: ['crm:merge'] },
				determiningPolicies: [{ policy: 'caracal-mailer-use' }],
				diagnostics: [{ step_up_required: { type: 'human_approval' } }],
			}),
		],
		[
			'mailer may act for a user of https://idp.example, by caracal-subject-federation',
			event('token_exchange', {
				decision: 'allow',
				metadata: { ...mailer, federated_user_issuer: 'https://idp.example' },
				determiningPolicies: [{ policy: 'caracal-subject-federation' }],
			}),
		],
		[
			'Workload nightly-report may use credential DB_URL on db, by caracal-workload-mint',
			event('token_exchange', {
				decision: 'allow',
				metadata: { workload_id: 'wl_1', workload_name: 'nightly-report', env: 'DB_URL', resource: 'resource://db' },
				determiningPolicies: [{ policy: 'caracal-workload-mint' }],
			}),
		],
		[
			'mailer wanted crm:export on crm; its delegation lacks that scope',
			exchange('deny', 'complete', { ...onCrm, requested_scopes: ['crm:export'] }, [{ reason: 'delegation_scope_exceeded' }]),
		],
		[
			'mailer wanted a, b and 2 more on crm; no rule allows it',
			exchange('deny', 'complete', { ...onCrm, requested_scopes: ['a', 'b', 'c', 'd'] }, [{ reason: 'no_rule_matched' }]),
		],
		['mailer wanted access on crm; no reason was recorded', exchange('deny', 'complete', onCrm, [])],
		['mailer wanted access on crm; reason brand_new', exchange('deny', 'complete', onCrm, [{ reason: 'brand_new' }])],
		['mailer wanted access on crm; there is no such resource', exchange('deny', 'resource_not_found', onCrm)],
		['mailer wanted access on crm; its approval has expired', exchange('deny', 'approval_expired', onCrm)],
		[
			'mailer wanted DELETE /contacts/9 on crm; that operation is not permitted',
			exchange('deny', 'operation_not_permitted', { ...onCrm, method: 'DELETE', path: '/contacts/9' }),
		],
		[
			'mailer wanted access on crm; the credential provider is unavailable: connection refused',
			exchange('deny', 'provider_unavailable', { ...onCrm, reason: 'connection refused' }),
		],
		[
			'mailer wanted access on crm; the policy could not be evaluated: rego_type_error',
			exchange('deny', 'policy_eval_failed', onCrm, [{ error: 'rego_type_error' }]),
		],
		[
			'mailer asked for crm and mail; nothing it asked for was granted',
			exchange('deny', 'exchange_denied', { ...mailer, requested: ['resource://crm', 'resource://mail'] }),
		],
		[
			'Workload nightly-report was launched with 2 bindings',
			event('run_launch', { decision: 'allow', metadata: { workload_id: 'wl_1', workload_name: 'nightly-report', binding_count: 2 } }),
		],
		[
			'Workload wl_1 was refused at launch; its credentials were not accepted',
			event('run_launch', { decision: 'deny', evaluationStatus: 'workload_auth_failed', metadata: { workload_id: 'wl_1' } }),
		],
		[
			'mailer needs approval (tier high); held for an operator, for at most 10 min',
			event('step_up_issued', {
				decision: 'pending',
				metadata: { ...mailer, challenge_id: 'ch_1', tier: 'high', approver_class: 'operator', expires_at: '2026-11-21T12:10:00Z' },
			}),
		],
		[
			'nightly-report wants credential DB_URL on db; held for an operator or the user concerned',
			event('step_up_issued', {
				decision: 'pending',
				metadata: { workload_name: 'nightly-report', env: 'DB_URL', resource: 'resource://db', approver_class: 'any' },
			}),
		],
		[
			'console:acct_9 approved the request of app_mailer (tier high)',
			event('step_up_decided', {
				decision: 'approved',
				metadata: { approver_plane: 'operator', approver_subject_id: 'console:acct_9', application_id: 'app_mailer', tier: 'high' },
			}),
		],
		[
			'The user concerned rejected approval ch_1: not me',
			event('step_up_decided', { decision: 'rejected', metadata: { approver_plane: 'subject', challenge_id: 'ch_1', reason: 'not me' } }),
		],
		['mailer used its approval ch_1', event('step_up_consumed', { decision: 'consumed', metadata: { ...mailer, challenge_id: 'ch_1' } })],
		[
			'mailer was given authority record ar_1 again under its approval ch_1',
			event('step_up_consumed', {
				decision: 'consumed',
				metadata: { ...mailer, challenge_id: 'ch_1', reissued: true, authority_record_id: 'ar_1' },
			}),
		],
		[
			'Token ID jti-1 for app_mailer already exists; refused as an anomaly',
			event('jti_collision', { decision: 'deny', evaluationStatus: 'anomaly', metadata: { jti: 'jti-1', app_id: 'app_mailer' } }),
		],
		[
			'app_mailer presented token jti-1 again on crm; refused as a replay',
			event('replay_detected', {
				decision: 'deny',
				evaluationStatus: 'anomaly',
				metadata: { jti: 'jti-1', client_id: 'app_mailer', resource: 'resource://crm' },
			}),
		],
		[
			'mailer called GET on crm; upstream answered 200 in 31 ms, 5.0 KB',
			gateway('executed', { gateway_status: 200, upstream_status: 200, latency_ms: 31, response_bytes: 5120 }),
		],
		[
			'mailer called GET on crm; upstream answered 403 in 12 ms',
			gateway('upstream_rejected', { gateway_status: 403, upstream_status: 403, latency_ms: 12, response_bytes: 0 }),
		],
		[
			'mailer called GET on crm; the upstream could not be reached after 5 s, the caller got 502',
			gateway('upstream_error', { gateway_status: 502, latency_ms: 5000, error_kind: 'transport_error' }),
		],
		[
			'mailer tried to call GET on crm; nothing was sent: the request could not be built, the caller got 502',
			gateway('build_failed', { gateway_status: 502, latency_ms: 1, error_kind: 'request_build_failed' }),
		],
		[
			'mailer called GET on crm; cut off by a revocation after 1.5 s',
			gateway('upstream_error', { gateway_status: 200, latency_ms: 1500, revocation_interrupted: true }),
		],
		[
			'app_ops was refused control command session terminate; reason scope_missing',
			event('control.invoke', {
				decision: 'deny',
				metadata: { subject: 'app_ops', command: 'session', subcommand: 'terminate', reason: 'scope_missing' },
			}),
		],
		[
			'app_ops ran control command zone list',
			event('control.invoke', { decision: 'allow', metadata: { subject: 'app_ops', command: 'zone', subcommand: 'list', reason: '' } }),
		],
		[
			'console:acct_9 revealed the client secret of mailer',
			event('credential_revealed', {
				decision: 'allow',
				metadata: { credential: 'application_client_secret', ...mailer, actor: 'console:acct_9' },
			}),
		],
		[
			'admin:1 revealed the workload secret of nightly-report',
			event('credential_revealed', {
				decision: 'allow',
				metadata: { credential: 'workload_secret', workload_name: 'nightly-report', actor: 'admin:1' },
			}),
		],
		[
			'Delegation edge_1 created: session ses_a to session ses_b, epoch 12',
			event('delegation_edge_create', {
				metadata: { edge_id: 'edge_1', source_session_id: 'ses_a', target_session_id: 'ses_b', epoch: '12' },
			}),
		],
		[
			'Delegation edge_1 revoked, 38 edges fell in all, epoch 13',
			event('delegation_edge_revoke', { metadata: { edge_id: 'edge_1', affected_edges: '38', epoch: '13' } }),
		],
		[
			'Delegation edge_1 revoked, epoch 13; reason parent_terminated',
			event('delegation_edge_revoke', { metadata: { edge_id: 'edge_1', epoch: '13', reason: 'parent_terminated' } }),
		],
		[
			'2 delegations expired: e1 and e2, epoch 14',
			event('delegation_edge_expire', { metadata: { affected_edges: '2', edge_ids: '["e1","e2"]', epoch: '14' } }),
		],
		[
			'Session ses_b of app_mailer started, below session ses_a',
			event('session_spawn', { metadata: { agent_session_id: 'ses_b', parent_id: 'ses_a', application_id: 'app_mailer' } }),
		],
		[
			'Session ses_a of app_mailer started, at the root',
			event('session_spawn', { metadata: { agent_session_id: 'ses_a', parent_id: 'null', application_id: 'app_mailer' } }),
		],
		[
			'Session ses_a suspended; reason service_heartbeat_lost',
			event('session_suspend', { metadata: { agent_session_id: 'ses_a', reason: 'service_heartbeat_lost' } }),
		],
		['Session ses_a resumed', event('session_resume', { metadata: { agent_session_id: 'ses_a', parent_id: 'null' } })],
		['Session ses_a ended; reason ttl', event('session_terminate', { metadata: { agent_session_id: 'ses_a', reason: 'ttl' } })],
		[
			'Authority revoked: authority record ar_1, session ses_a, delegation e1; reason delegation_revoked',
			event('session_revoke', {
				metadata: { session_id: 'ar_1', agent_session_id: 'ses_a', delegation_edge_id: 'e1', reason: 'delegation_revoked' },
			}),
		],
		[
			'Authority revoked: grant g1; reason grant_revoked',
			event('session_revoke', { metadata: { grant_id: 'g1', reason: 'grant_revoked' } }),
		],
		['Authority revoked, of whom it does not say', event('session_revoke', { metadata: {} })],
		[
			'Policy set ps_1 now runs version psv_7',
			event('policy_activate', { metadata: { policy_set_id: 'ps_1', policy_set_version_id: 'psv_7' } }),
		],
		['Policy set ps_1 was invalidated, no version named', event('policy_activate', { policySetId: 'ps_1', metadata: {} })],
		['Event of type token.exchange by mailer on resource://crm', event('token.exchange', { metadata: onCrm })],
		['Event without a type', event('')],
	])('%s', (expected, given) => {
		expect(sentence(given)).toBe(expected);
	});

	test('no allow is told as an issued token', () => {
		expect(sentence(event('token_exchange', { decision: 'allow', metadata: onCrm }))).not.toMatch(/issued|token|minted/i);
	});
});

describe('hostile records', () => {
	test('markup stays text, hidden characters are named, long values are cut with the whole beside them', () => {
		const name = `<b>x</b>\u202e\u0000${'y'.repeat(100_000)}`;
		const [who] = describeEvent(event('token_exchange', { decision: 'deny', metadata: { application_name: name } }));
		expect(who?.kind).toBe('strong');
		expect(who?.text).toMatch(/^<b>x<\/b>⟨U\+202E⟩⟨NUL⟩y+…y+$/);
		expect(who?.text.length).toBeLessThan(80);
		expect(who?.whole?.length).toBeLessThan(600);
	});

	test('keys of the prototype are no fields', () => {
		const metadata = JSON.parse('{"__proto__":{"application_name":"evil"},"constructor":"x"}') as JsonValue;
		expect(sentence(event('token_exchange', { decision: 'allow', metadata }))).toBe('An unnamed application may use access');
	});

	test('any metadata of any type gives a bounded sentence', () => {
		const known = ['application_name', 'resource', 'requested_scopes', 'expires_at', 'edge_ids', 'affected_edges', 'latency_ms', 'reason'];
		fc.assert(
			fc.property(
				fc.constantFrom(...KNOWN_TYPES, 'something.else'),
				fc.constantFrom('allow', 'deny', 'pending', '', 'odd'),
				fc.dictionary(fc.constantFrom(...known), fc.jsonValue()),
				fc.jsonValue(),
				(type, decision, metadata, diagnostics) => {
					const segments = describeEvent(
						event(type, { decision, metadata: metadata as JsonValue, diagnostics: diagnostics as JsonValue, evaluationStatus: 'x' }),
					);
					expect(textOf(segments).length).toBeGreaterThan(0);
					expect(textOf(segments).length).toBeLessThan(1200);
				},
			),
		);
	});
});

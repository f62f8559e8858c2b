import { createHash } from 'node:crypto';
import { jsonbText } from '../../lib/chain/jsonb-text';
import type { AuditEvent } from '../../lib/events/contract';
import type { JsonValue } from '../../lib/json';
import { TO_MICROS, ZONES } from '../search/world';

/** The zone everything is added to, the busiest. */
export const ZONE = ZONES[0];
/** Part of every ID, and of what the ledger notes once they are added: a change of what is told here needs the next number. */
export const VERSION = 2;
/** Requests with much around them; each has about 200 related events. */
export const STORIES = 20;
export const STORY_REQUESTS = Array.from({ length: STORIES }, (_, k) => `trace${VERSION}-${k}`);
/** One request of very many events. */
export const BIG_REQUEST = `trace${VERSION}-big`;
export const BIG_EVENTS = 10_000;

const SECOND = 1_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const CALLS = 90;

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const uuid = (text: string) => digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

interface Given {
	readonly type: string;
	readonly at: bigint;
	readonly request?: string;
	readonly decision?: string;
	readonly status?: string;
	readonly version?: string;
	readonly policies?: JsonValue;
	readonly diagnostics?: JsonValue;
	readonly metadata: Record<string, JsonValue>;
}

/** Makes events with ids of their own. */
class Maker {
	readonly events: AuditEvent[] = [];

	constructor(private readonly name: string) {}

	add({ type, at, request, decision, status, version, policies, diagnostics, metadata }: Given): void {
		const json = (value: JsonValue | undefined) => (value === undefined ? null : jsonbText(JSON.stringify(value)));
		this.events.push({
			...{ id: `ev_${this.name}_${this.events.length}`, zoneId: ZONE, eventType: type, requestId: request ?? '', decision: decision ?? '' },
			...{ policySetId: '', policySetVersionId: version ?? '', manifestSha: version === undefined ? '' : digest(version) },
			evaluationStatus: status ?? (decision === undefined ? '' : 'complete'),
			determiningPoliciesText: json(policies),
			diagnosticsText: json(diagnostics),
			metadataText: json(metadata),
			occurredAt: at,
		});
	}
}

/** An agent's run: who it acts for and by what delegation. */
function runOf(name: string, app: string) {
	const [root, session, edge, record] = [`ses_${name}_root`, `ses_${name}`, `edge_${name}`, `ar_${name}`];
	const authority = {
		...{ application_id: app, application_name: `agent of ${name}`, session_id: record, agent_session_id: session, agent_parent_id: root },
		...{ subject_kind: 'user', agent_labels: ['batch'], agent_lifecycle: 'task', delegation_edge_id: edge, delegation_hop_count: 1 },
		delegation_graph_epoch: 12,
		delegation_chain: [
			{ application_id: 'app_000', agent_session_id: root, delegation_edge_id: edge },
			{ application_id: app, agent_session_id: session, delegation_edge_id: '' },
		],
	};
	return { root, session, edge, authority, fingerprint: digest(session).slice(0, 32) };
}
type Run = ReturnType<typeof runOf>;

/** An exchange and the call it was for. */
function call(make: Maker, run: Run, at: bigint, request: string, no: number, resource: string): void {
	const scopes = [`${resource}:read`];
	const [jti, trace] = [uuid(`${request}/${no}`), digest(`${request}/${no}`).slice(0, 32)];
	make.add({
		...{ type: 'token_exchange', at, request, decision: 'allow', version: 'psv_20', policies: [{ policy: 'policy-1' }] },
		diagnostics: [{ risk: [{ scope: scopes[0] ?? '', tier: 'low' }] }],
		metadata: { ...run.authority, resource: `resource://${resource}`, requested_scopes: scopes, jti, trace_id: trace },
	});
	make.add({
		...{ type: 'gateway_resource_request', at: at + 40_000n, request, decision: 'allow', status: 'executed' },
		metadata: {
			...{
				application_id: String(run.authority.application_id),
				resource: `resource://${resource}`,
				method: 'GET',
				path: `/v1/objects/${no}`,
			},
			...{
				upstream_host: 'host-1.internal',
				upstream_status: 200,
				gateway_status: 200,
				latency_ms: 31,
				response_bytes: 961,
				jti,
				trace_id: trace,
			},
			subject_fingerprint: run.fingerprint,
		},
	});
}

/** A request that was denied on one resource and held on another, in the middle of its agent's run. */
function story(k: number): AuditEvent[] {
	const name = `trace${VERSION}_${k}`;
	const make = new Maker(name);
	const app = `app_${String(k % 10).padStart(3, '0')}`;
	const run = runOf(name, app);
	const at = TO_MICROS - 2n * HOUR - BigInt(k) * 30n * MINUTE;
	const request = STORY_REQUESTS[k] ?? '';
	for (let day = 1n; day <= 3n; day++)
		make.add({
			type: 'policy_activate',
			at: at - day * 24n * HOUR,
			metadata: { policy_set_id: 'ps_main', policy_set_version_id: `psv_${20n - day}` },
		});
	make.add({ type: 'session_spawn', at: at - HOUR - MINUTE, metadata: { agent_session_id: run.root, application_id: 'app_000' } });
	make.add({
		type: 'session_spawn',
		at: at - HOUR,
		metadata: { agent_session_id: run.session, parent_id: run.root, application_id: app },
	});
	const ends = { edge_id: run.edge, source_session_id: run.root, target_session_id: run.session, epoch: 11 };
	make.add({
		type: 'delegation_edge_create',
		at: at - HOUR + SECOND,
		metadata: { ...ends, scopes: ['pay:read', 'pay:send', 'crm:export'] },
	});
	for (let i = 0; i < CALLS; i++)
		call(make, run, at - 50n * MINUTE + BigInt(i) * 33n * SECOND, `${request}-call-${i}`, i, i % 2 === 0 ? 'crm' : 'pay');
	make.add({ type: 'policy_activate', at: at - 35n * SECOND, metadata: { policy_set_id: 'ps_main', policy_set_version_id: 'psv_21' } });
	const crm = { ...run.authority, resource: 'resource://crm', requested_scopes: ['crm:read'] };
	const denied = { type: 'token_exchange', request, decision: 'deny', version: 'psv_21' };
	make.add({ ...denied, at, policies: [], diagnostics: [{ reason: 'no_rule_matched' }], metadata: crm });
	make.add({ ...denied, at: at + 1000n, status: 'exchange_denied', metadata: { ...run.authority, requested: ['resource://crm'] } });
	call(make, run, at + 500_000n, request, 2000, 'mail');
	const held = [{ step_up_required: { type: 'human_approval', tiers: [{ tier: 'high', approver: 'operator' }] } }];
	const pay = { ...run.authority, resource: 'resource://pay', requested_scopes: ['pay:send'] };
	const challenge = { challenge_id: uuid(`challenge ${VERSION} ${k}`), tier: 'high', application_id: app };
	make.add({
		type: 'token_exchange',
		at: at + SECOND,
		request,
		decision: 'allow',
		version: 'psv_21',
		policies: [{ policy: 'policy-1' }],
		diagnostics: held,
		metadata: pay,
	});
	make.add({
		type: 'step_up_issued',
		at: at + SECOND + 3000n,
		request,
		decision: 'pending',
		metadata: { ...challenge, approver_class: 'operator' },
	});
	const decided = { ...challenge, approver_plane: 'operator', approver_subject_id: 'console:acct_9' };
	make.add({ type: 'step_up_decided', at: at + 42n * SECOND, request: `${request}-decision`, decision: 'approved', metadata: decided });
	call(make, run, at + 45n * SECOND, `${request}-retry`, 1000, 'pay');
	make.add({
		type: 'step_up_consumed',
		at: at + 45n * SECOND + 3000n,
		request: `${request}-retry`,
		decision: 'consumed',
		metadata: challenge,
	});
	make.add({ type: 'delegation_edge_revoke', at: at + 10n * MINUTE, metadata: { edge_id: run.edge, affected_edges: 1, epoch: 13 } });
	make.add({ type: 'session_terminate', at: at + 10n * MINUTE + SECOND, metadata: { agent_session_id: run.session, parent_id: run.root } });
	return make.events;
}

/** A batch that calls 20 resources over and over under one request ID. */
function big(): AuditEvent[] {
	const make = new Maker(`trace${VERSION}_big`);
	const run = runOf(`trace${VERSION}_big`, 'app_002');
	const at = TO_MICROS - HOUR;
	for (let i = 0; i < BIG_EVENTS / 2; i++) call(make, run, at + BigInt(i) * 500_000n, BIG_REQUEST, i, `system-${i % 20}`);
	return make.events;
}

/** Everything that is added, in the order of its places. */
export function addedEvents(): AuditEvent[] {
	return [...Array.from({ length: STORIES }, (_, k) => story(k)).flat(), ...big()];
}

import type { AuditEvent } from '../events/contract';
import type { Projection } from '../events/project';
import { FIELD_NAMES, type FieldName } from './field-names';

export { FIELD_NAMES, type FieldName } from './field-names';

/**
 * Where a value of a field stands in the record.
 * - event: a column of its own.
 * - projection: what the search projection takes from the event (lib/events/project), through termOf where it is a text.
 * - json: the texts, numbers and booleans at a path of one of the three JSON documents, as json-items.ts reads a path: lists stand
 *   for their items. Secrets are masked first.
 */
export type Source =
	| { readonly in: 'event'; readonly key: keyof AuditEvent }
	| { readonly in: 'projection'; readonly key: keyof Projection }
	| { readonly in: JsonDocument; readonly path: readonly string[] };

export type JsonDocument = 'metadata' | 'diagnostics' | 'policies';

/** A column of search_events, or the term behind it, that holds the field exactly. `zone` stands for zone_no, `place` for chain_seq. */
export type ProjectionColumn =
	| 'zone'
	| 'decision'
	| 'eventType'
	| 'reason'
	| 'application'
	| 'resource'
	| 'policyVersion'
	| 'host'
	| 'label'
	| 'latencyMs'
	| 'place'
	| 'occurredAt';

export interface Field {
	readonly name: FieldName;
	/** Other spellings understood; compared without case and with `_` for `-`. */
	readonly aliases: readonly string[];
	/** In a sentence: "application billing". */
	readonly noun: string;
	/** One line for the completion list. */
	readonly help: string;
	readonly example: string;
	readonly kind: 'text' | 'number' | 'instant';
	/** Null: the ledger has to be asked. */
	readonly column: ProjectionColumn | null;
	readonly from: readonly Source[];
	/** An event may hold several values; a test holds when it holds for one of them. */
	readonly isMany: boolean;
}

const meta = (...path: string[]): Source => ({ in: 'metadata', path });
const column = (key: keyof Projection): Source => ({ in: 'projection', key });
const own = (key: keyof AuditEvent): Source => ({ in: 'event', key });

type Definition = Pick<Field, 'noun' | 'help' | 'example' | 'from'> & Partial<Field>;

const DEFINITIONS: Readonly<Record<FieldName, Definition>> = {
	zone: { noun: 'zone', help: 'Zone ID', example: 'prod-eu', column: 'zone', aliases: ['zone-id'], from: [own('zoneId')] },
	decision: {
		noun: 'decision',
		help: 'allow, deny, pending, approved, rejected, consumed; none for an event without one',
		example: 'deny',
		column: 'decision',
		aliases: ['outcome', 'verdict'],
		from: [own('decision')],
	},
	type: {
		noun: 'type',
		help: 'Event type',
		example: 'token_exchange',
		column: 'eventType',
		aliases: ['event-type', 'event'],
		from: [own('eventType')],
	},
	area: {
		noun: 'area',
		help: 'Part of the system: credentials, gateway, approvals, sessions, ...',
		example: 'approvals',
		column: 'eventType',
		aliases: ['category'],
		from: [own('eventType')],
	},
	reason: { noun: 'reason', help: 'Why it ended so, as a code', example: 'no_rule_matched', column: 'reason', from: [column('reason')] },
	status: {
		noun: 'status',
		help: 'Evaluation status',
		example: 'complete',
		aliases: ['evaluation-status'],
		from: [own('evaluationStatus')],
	},
	request: { noun: 'request', help: 'Request ID', example: 'req-42', aliases: ['request-id', 'req'], from: [own('requestId')] },
	id: { noun: 'event ID', help: 'Event ID', example: '0199a001-7c10-7a00-9b01-000000000001', aliases: ['event-id'], from: [own('id')] },
	app: {
		noun: 'application',
		help: 'Application, by ID or name',
		example: 'billing',
		column: 'application',
		aliases: ['application', 'app-id', 'application-id', 'client', 'client-id'],
		from: [column('application')],
	},
	workload: {
		noun: 'workload',
		help: 'Workload, by ID or name',
		example: 'nightly-report',
		aliases: ['workload-id'],
		from: [meta('workload_id')],
	},
	subject: {
		noun: 'subject',
		help: 'Who it was done for, or who did it: a subject, its token fingerprint, an approver, a person',
		example: 'console:acct_9',
		aliases: ['user', 'actor', 'who', 'fingerprint'],
		isMany: true,
		from: [
			meta('subject'),
			meta('subject_id'),
			meta('subject_anchor'),
			meta('subject_fingerprint'),
			meta('subject_fp'),
			meta('approver_subject_id'),
			meta('actor'),
			meta('actor_name'),
		],
	},
	resource: {
		noun: 'resource',
		help: 'Resource identifier',
		example: 'resource://crm',
		column: 'resource',
		aliases: ['res'],
		from: [column('resource')],
	},
	scope: {
		noun: 'scope',
		help: 'Scope asked for',
		example: 'crm:read',
		aliases: ['scopes', 'requested-scopes'],
		isMany: true,
		from: [meta('requested_scopes'), meta('scopes'), meta('scope'), { in: 'diagnostics', path: ['risk', 'scope'] }],
	},
	method: { noun: 'method', help: 'HTTP method', example: 'DELETE', aliases: ['http-method'], from: [meta('method')] },
	path: { noun: 'path', help: 'HTTP path', example: '/contacts/*', from: [meta('path')] },
	host: {
		noun: 'host',
		help: 'Host the gateway called',
		example: 'crm.internal',
		column: 'host',
		aliases: ['upstream-host'],
		from: [column('host')],
	},
	policy: {
		noun: 'policy',
		help: 'A policy that decided, or the policy set',
		example: 'caracal-bootstrap',
		aliases: ['policies', 'policy-set', 'policy-set-id'],
		isMany: true,
		from: [{ in: 'policies', path: ['policy'] }, own('policySetId')],
	},
	'policy-version': {
		noun: 'policy version',
		help: 'Version of the policy set',
		example: 'psv_prod_42',
		column: 'policyVersion',
		aliases: ['policy-set-version', 'policy-set-version-id', 'policyversion', 'version'],
		from: [column('policyVersion')],
	},
	session: {
		noun: 'session',
		help: 'Session of an agent, in any role, delegation chains included',
		example: 'ses_child',
		aliases: ['agent-session', 'agent-session-id'],
		isMany: true,
		from: [
			meta('agent_session_id'),
			meta('source_session_id'),
			meta('target_session_id'),
			meta('agent_parent_id'),
			meta('parent_id'),
			meta('delegation_chain', 'agent_session_id'),
		],
	},
	authority: {
		noun: 'authority record',
		help: 'Authority record, which the wire calls session_id',
		example: 'ar_presented_1',
		aliases: ['authority-record', 'authority-record-id'],
		isMany: true,
		from: [meta('session_id'), meta('authority_record_id'), meta('consumed_authority_record_id')],
	},
	edge: {
		noun: 'delegation',
		help: 'Delegation edge, or any member of a delegation chain',
		example: 'edge_1',
		aliases: ['delegation', 'delegation-edge', 'delegation-edge-id', 'edge-id'],
		isMany: true,
		from: [
			meta('delegation_edge_id'),
			meta('edge_id'),
			meta('edge_ids'),
			meta('parent_edge_id'),
			meta('delegation_chain', 'delegation_edge_id'),
		],
	},
	label: {
		noun: 'label',
		help: 'Label of the session',
		example: 'batch',
		column: 'label',
		aliases: ['labels', 'agent-labels', 'session-label'],
		isMany: true,
		from: [column('labels')],
	},
	challenge: {
		noun: 'approval',
		help: 'Approval (challenge ID)',
		example: 'ch_1',
		aliases: ['approval', 'challenge-id'],
		from: [meta('challenge_id')],
	},
	tier: {
		noun: 'tier',
		help: 'Approval or risk tier',
		example: 'high',
		isMany: true,
		from: [meta('tier'), { in: 'diagnostics', path: ['risk', 'tier'] }, { in: 'diagnostics', path: ['step_up_required', 'tiers', 'tier'] }],
	},
	jti: {
		noun: 'token ID',
		help: 'Token ID (jti)',
		example: '0199a000-0000-7000-8000-00000000dead',
		aliases: ['token-id'],
		from: [meta('jti')],
	},
	trace: { noun: 'trace', help: 'Trace ID', example: '4bf92f3577b34da6a3ce929d0e0e4736', aliases: ['trace-id'], from: [meta('trace_id')] },
	latency: {
		noun: 'latency',
		help: 'How long the upstream took, in milliseconds',
		example: '>500',
		kind: 'number',
		column: 'latencyMs',
		aliases: ['latency-ms', 'duration', 'took'],
		from: [column('latencyMs')],
	},
	'upstream-status': {
		noun: 'upstream status',
		help: 'HTTP status the upstream answered',
		example: '500..599',
		kind: 'number',
		aliases: ['upstream', 'http-status', 'status-code'],
		from: [meta('upstream_status')],
	},
	provider: { noun: 'provider', help: 'Credential provider', example: 'prov_1', aliases: ['provider-id'], from: [meta('provider_id')] },
	seq: {
		noun: 'place in the chain',
		help: 'Place in the chain of its zone',
		example: '1000..2000',
		kind: 'number',
		column: 'place',
		aliases: ['chain-seq', 'sequence', 'place', 'number'],
		from: [],
	},
	since: {
		noun: 'since',
		help: 'From an instant on, or the last 15m, 2h, 7d',
		example: '15m',
		kind: 'instant',
		column: 'occurredAt',
		aliases: ['from', 'after'],
		from: [own('occurredAt')],
	},
	until: {
		noun: 'until',
		help: 'Before an instant, or before 15m, 2h, 7d ago',
		example: '2026-11-21T10:00:00Z',
		kind: 'instant',
		column: 'occurredAt',
		aliases: ['to', 'before'],
		from: [own('occurredAt')],
	},
};

function fieldOf(name: FieldName): Field {
	return { name, aliases: [], kind: 'text', column: null, isMany: false, ...DEFINITIONS[name] };
}

/** Every qualifier, in the order the completion offers them. */
export const FIELDS: readonly Field[] = FIELD_NAMES.map(fieldOf);

const BY_NAME = new Map(FIELDS.map((field) => [field.name, field]));
const BY_SPELLING = new Map(FIELDS.flatMap((field) => [field.name, ...field.aliases].map((spelling) => [spelling, field.name] as const)));

/** The definition of a field. */
export function field(name: FieldName): Field {
	return BY_NAME.get(name) ?? fieldOf(name);
}

/** The field meant by a qualifier as typed, or null. Case does not matter, nor `_` for `-`. */
export function fieldNamed(typed: string): FieldName | null {
	return BY_SPELLING.get(typed.toLowerCase().replaceAll('_', '-')) ?? null;
}

/** Every spelling understood, with the field it stands for. */
export function spellings(): ReadonlyMap<string, FieldName> {
	return BY_SPELLING;
}

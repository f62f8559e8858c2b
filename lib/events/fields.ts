import type { EventDetail } from '../api/events';
import { isSensitiveKey, REDACTED } from '../evidence/redact';
import type { JsonValue } from '../json';
import { FIELDS } from '../query/fields';
import { formatBytes, formatMillis } from './amounts';
import { diagnosticReasons, policyNames } from './described';
import { objectOf, parsed } from './read-json';
import { cutMiddle, visible } from './visible';
import { decisionWord } from './vocabulary';

/** What a value is in the query language: `field:value`. */
export interface FieldFilter {
	/** A qualifier, or `meta.` and a key. */
	readonly field: string;
	readonly value: string;
}

/** One line of an event's fields. */
export interface Field {
	readonly label: string;
	/** As drawn: hidden characters named, very long values cut. */
	readonly text: string;
	/** As recorded, for the clipboard. */
	readonly value: string;
	/** Identifiers and codes are drawn in monospace and cut in the middle. */
	readonly kind: 'id' | 'text';
	/** One for each value; none for what the language cannot ask for. */
	readonly filters: readonly FieldFilter[];
}

const VALUE_MAX = 2000;
/** Longer values are not asked for: a query has 10,000 characters. */
const FILTER_VALUE_MAX = 1000;
const OTHERS_MAX = 60;

/**
 * What metadata keys are called, in the order they are shown. `session_id` is the authority record and `agent_session_id` the
 * session: the wire's names mislead (wire reference, section 0).
 */
const LABELS: readonly (readonly [key: string, label: string, kind: Field['kind']])[] = [
	['application_name', 'Application', 'text'],
	['application_id', 'Application ID', 'id'],
	['application_registration_method', 'Registered', 'text'],
	['workload_name', 'Workload', 'text'],
	['workload_id', 'Workload ID', 'id'],
	['launch_id', 'Launch', 'id'],
	['resource', 'Resource', 'id'],
	['requested', 'Asked for', 'id'],
	['requested_scopes', 'Scopes asked', 'id'],
	['env', 'Environment entry', 'id'],
	['method', 'Method', 'id'],
	['path', 'Path', 'id'],
	['agent_session_id', 'Session', 'id'],
	['agent_parent_id', 'Parent session', 'id'],
	['parent_id', 'Parent session', 'id'],
	['agent_lifecycle', 'Session kind', 'text'],
	['agent_depth', 'Session depth', 'text'],
	['agent_labels', 'Labels', 'text'],
	['session_id', 'Authority record', 'id'],
	['authority_record_id', 'New authority record', 'id'],
	['delegation_edge_id', 'Delegation', 'id'],
	['edge_id', 'Delegation', 'id'],
	['edge_ids', 'Delegations', 'id'],
	['source_session_id', 'From session', 'id'],
	['target_session_id', 'To session', 'id'],
	['affected_edges', 'Edges affected', 'text'],
	['delegation_chain', 'Delegation chain', 'text'],
	['delegation_hop_count', 'Hops', 'text'],
	['delegation_graph_epoch', 'Graph epoch', 'text'],
	['epoch', 'Graph epoch', 'text'],
	['grant_id', 'Grant', 'id'],
	['challenge_id', 'Approval', 'id'],
	['tier', 'Tier', 'text'],
	['approver_class', 'May be decided by', 'text'],
	['approver_plane', 'Decided as', 'text'],
	['approver_subject_id', 'Decided by', 'id'],
	['approver_session_id', 'Decided in', 'id'],
	['privacy_mode', 'Privacy', 'text'],
	['expires_at', 'Expires', 'text'],
	['reason', 'Stated reason', 'text'],
	['subject_kind', 'Subject kind', 'text'],
	['federated_user_issuer', 'Identity provider', 'id'],
	['jti', 'Token ID', 'id'],
	['client_id', 'Client', 'id'],
	['app_id', 'Application ID', 'id'],
	['subject', 'Subject', 'id'],
	['actor', 'Actor', 'id'],
	['credential', 'Credential', 'text'],
	['command', 'Command', 'text'],
	['subcommand', 'Subcommand', 'text'],
	['gateway_status', 'Caller got', 'text'],
	['upstream_status', 'Upstream answered', 'text'],
	['result_class', 'Result', 'text'],
	['error_kind', 'Error', 'id'],
	['latency_ms', 'Took', 'text'],
	['response_bytes', 'Response size', 'text'],
	['upstream_host', 'Upstream host', 'id'],
	['auth_mode', 'Upstream credential', 'id'],
	['provider_id', 'Provider', 'id'],
	['connection_id', 'Connection', 'id'],
	['trace_id', 'Trace', 'id'],
	['subject_fingerprint', 'Token fingerprint', 'id'],
	['subject_fp', 'Token fingerprint', 'id'],
	['revocation_interrupted', 'Cut off by revocation', 'text'],
	['policy_set_id', 'Policy set', 'id'],
	['policy_set_version_id', 'Policy version', 'id'],
	['actor_name', 'Who', 'text'],
	['actor_kind', 'Acting as', 'text'],
	['actor_id', 'Account or token number', 'id'],
	['issuer', 'Identity provider', 'id'],
	['console_session_id', 'Sign-in', 'id'],
	['sessions', 'Sign-ins ended', 'text'],
	['filters', 'Filters', 'id'],
	['zones', 'Zones named', 'id'],
	['events_shown', 'Events shown', 'text'],
	['events_exported', 'Events exported', 'text'],
	['format', 'Format', 'id'],
	['matches', 'Matches', 'text'],
	['event_id', 'Event opened', 'id'],
	['seq', 'Place in the chain', 'text'],
	['part', 'Part read', 'id'],
	['opened_request_id', 'Request opened', 'id'],
	['account_name', 'Account', 'text'],
	['account_id', 'Account number', 'id'],
	['change', 'Changed', 'text'],
	['role_zone', 'Role in', 'id'],
	['role_before', 'Role before', 'text'],
	['role_after', 'Role after', 'text'],
	['token_name', 'API token', 'text'],
	['token_prefix', 'Token begins', 'id'],
	['token_id', 'Token number', 'id'],
	['role', 'Role', 'text'],
	['letter_id', 'Dead letter', 'id'],
	['letter_reason', 'Dead letter reason', 'id'],
	['source_stream', 'Stream', 'id'],
	['details_cut', 'Details left out', 'text'],
];

/** `app_a → app_b` of a delegation chain; its JSON for one of another shape. */
function chainText(value: JsonValue): string {
	const hops = Array.isArray(value) ? value.map((hop) => objectOf(hop).application_id) : [];
	return hops.length > 0 && hops.every((hop) => typeof hop === 'string') ? hops.join(' → ') : JSON.stringify(value);
}

/** The filters of a search as its address names them: `decision=deny, last=24h`. */
function filtersText(value: JsonValue): string {
	const filters = Object.entries(objectOf(value));
	return filters.every(([, text]) => typeof text === 'string') ? filters.map((pair) => pair.join('=')).join(', ') : JSON.stringify(value);
}

function textOfValue(key: string, value: JsonValue): string {
	if (value === null) return '';
	if (key === 'filters') return filtersText(value);
	if (key === 'delegation_chain') return chainText(value);
	if (key === 'latency_ms' && typeof value === 'number') return formatMillis(value);
	if (key === 'response_bytes' && typeof value === 'number') return value === 0 ? 'not known' : formatBytes(value);
	if (typeof value === 'string') return value;
	if (typeof value === 'number')
		return Number.isInteger(value) && !Number.isSafeInteger(value) ? 'too large to draw here: see the record' : String(value);
	if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
	return typeof value === 'boolean' ? (value ? 'yes' : 'no') : JSON.stringify(value);
}

function field(label: string, value: string, kind: Field['kind'], filters: readonly FieldFilter[] = []): Field[] {
	return value === '' ? [] : [{ label, value, text: visible(cutMiddle(value, VALUE_MAX)), kind, filters }];
}

/** Keys of metadata that a qualifier of the language is taken from. */
const QUALIFIERS = new Map(
	FIELDS.flatMap(({ name, from }) =>
		from.flatMap((source): [string, string][] => {
			const [key, more] = source.in === 'metadata' ? source.path : [];
			return key === undefined || more !== undefined ? [] : [[key, name]];
		}),
	),
);

/** The qualifier under which a value of metadata is found: one that is taken from the key, else one that the projection holds it as. */
function qualifierOf(event: EventDetail, key: string, value: string): string | null {
	if (key === 'application_name') return 'app';
	if (key === 'workload_name') return 'workload';
	const known = QUALIFIERS.get(key);
	if (known !== undefined) return known;
	if (['application_id', 'client_id', 'app_id'].includes(key) && value === event.app) return 'app';
	if (key === 'resource' && value === event.resource) return 'resource';
	if (key === 'upstream_host' && value === event.host) return 'host';
	if (key === 'latency_ms' && value === String(event.latencyMs)) return 'latency';
	if ((key === 'agent_labels' || key === 'labels') && event.labels.includes(value)) return 'label';
	if ((key === 'error_kind' || key === 'reason') && value === event.reason) return 'reason';
	return /^[\w-]+$/.test(key) && !isSensitiveKey(key) ? `meta.${key}` : null;
}

/** What the language can ask for under a key of metadata, a filter for each value. */
function filtersOf(event: EventDetail, key: string, value: JsonValue): FieldFilter[] {
	return (Array.isArray(value) ? value : [value]).flatMap((each): FieldFilter[] => {
		const isText = typeof each === 'string' || typeof each === 'boolean' || (typeof each === 'number' && Number.isSafeInteger(each));
		const text = isText ? String(each) : '';
		if (text === '' || text.length > FILTER_VALUE_MAX || text.includes(REDACTED)) return [];
		const qualifier = qualifierOf(event, key, text);
		return qualifier === null ? [] : [{ field: qualifier, value: text }];
	});
}

function verdictFields(event: EventDetail): Field[] {
	const diagnostics = parsed(event.diagnosticsText ?? 'null');
	const determiningPolicies = parsed(event.determiningPoliciesText ?? 'null');
	const story = { ...event, eventType: event.type, occurredAt: 0n, diagnostics, determiningPolicies, metadata: null };
	const policies = policyNames(story);
	const decided = event.determiningPoliciesText === null ? '' : policies.length === 0 ? 'none decided' : policies.join(', ');
	const as = (name: string, ...values: readonly string[]): FieldFilter[] => values.map((value) => ({ field: name, value }));
	const reasons = diagnosticReasons(story);
	return [
		...field('Decision', decisionWord(event.decision), 'text', as('decision', decisionWord(event.decision))),
		...field('Reason', reasons.join(', '), 'id', event.reason !== null && reasons[0] === event.reason ? as('reason', event.reason) : []),
		...field('Evaluation', event.evaluationStatus, 'id', as('status', event.evaluationStatus)),
		...field('Policies', decided, policies.length === 0 ? 'text' : 'id', as('policy', ...policies)),
		...field('Policy set', event.policySetId, 'id', as('policy', event.policySetId)),
		...field('Policy version', event.policySetVersionId, 'id', as('policy-version', event.policySetVersionId)),
		...field('Manifest', event.manifestSha, 'id'),
	];
}

/** An event's fields in words, then the keys this version has no words for, as they are. Empty values are left out. */
export function fieldsOf(event: EventDetail): Field[] {
	const metadata = objectOf(parsed(event.metadataText ?? 'null'));
	const labelled = new Set(LABELS.map(([key]) => key));
	const known = LABELS.flatMap(([key, label, kind]) => {
		const value = Object.hasOwn(metadata, key) ? (metadata[key] ?? null) : null;
		// the column already says it
		return value === event.policySetId || value === event.policySetVersionId
			? []
			: field(label, textOfValue(key, value), kind, filtersOf(event, key, value));
	});
	const others = Object.entries(metadata)
		.filter(([key]) => !labelled.has(key))
		.slice(0, OTHERS_MAX)
		.flatMap(([key, value]) => field(visible(cutMiddle(key, 60)), textOfValue('', value), 'id', filtersOf(event, key, value)));
	return [
		...field('Type', event.type, 'id', [{ field: 'type', value: event.type }]),
		...verdictFields(event),
		...known,
		...others,
		...field('Request', event.requestId, 'id', [{ field: 'request', value: event.requestId }]),
		...field('Event', event.id, 'id', [{ field: 'id', value: event.id }]),
		...field('Zone', event.zone, 'id', [{ field: 'zone', value: event.zone }]),
	];
}

const quoted = (text: string) => JSON.stringify(text);

/** The event as one JSON text in the contract's order, put together from stored texts so that no number changes. */
export function recordJson(event: EventDetail): string {
	const pairs: [string, string][] = [
		['id', quoted(event.id)],
		['zone_id', quoted(event.zone)],
		['event_type', quoted(event.type)],
		['request_id', quoted(event.requestId)],
		['decision', quoted(event.decision)],
		['policy_set_id', quoted(event.policySetId)],
		['policy_set_version_id', quoted(event.policySetVersionId)],
		['manifest_sha', quoted(event.manifestSha)],
		['evaluation_status', quoted(event.evaluationStatus)],
		['determining_policies_json', event.determiningPoliciesText ?? 'null'],
		['diagnostics_json', event.diagnosticsText ?? 'null'],
		['metadata_json', event.metadataText ?? 'null'],
		['occurred_at', quoted(event.occurredAt)],
	];
	return `{${pairs.map(([key, value]) => `${quoted(key)}: ${value}`).join(', ')}}`;
}

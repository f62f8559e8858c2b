import { field, textAt } from '../../events/read-json';
import type { JsonValue } from '../../json';
import type { Reading } from '../reading';
import type { InputField } from './check';

/** Where the policy input takes a value from in the metadata of an exchange. */
const FROM: readonly (readonly [path: string, key: string])[] = [
	['principal.id', 'application_id'],
	['principal.name', 'application_name'],
	['principal.registration_method', 'application_registration_method'],
	['workload.id', 'workload_id'],
	['workload.name', 'workload_name'],
	['workload.launch_id', 'launch_id'],
	['workload.env', 'env'],
	['resource.identifier', 'resource'],
	['context.requested_scopes', 'requested_scopes'],
	['context.requested_resources', 'requested'],
	['context.operation.method', 'method'],
	['context.operation.path', 'path'],
	['context.subject_kind', 'subject_kind'],
	['context.federated_user_issuer', 'federated_user_issuer'],
	['context.authority_record_id', 'session_id'],
	['session.id', 'agent_session_id'],
	['session.lifecycle', 'agent_lifecycle'],
	['session.labels', 'agent_labels'],
	['session.depth', 'agent_depth'],
	['session.parent_id', 'agent_parent_id'],
	['delegation.edge_id', 'delegation_edge_id'],
	['delegation.chain', 'delegation_chain'],
	['delegation.hop_count', 'delegation_hop_count'],
	['delegation.graph_epoch', 'delegation_graph_epoch'],
	['approval.challenge_id', 'challenge_id'],
];

/** The input of the decision as far as the event holds it, in the order of the policy's input. */
export function inputOf(reading: Reading): InputField[] {
	const made = (path: string, value: JsonValue, basis: InputField['basis'], note: string): InputField => ({ path, value, basis, note });
	const kind = textAt(reading.meta, 'workload_id') === '' ? 'Application' : 'Workload';
	const found = FROM.flatMap(([path, key]): InputField[] => {
		const value = field(reading.meta, key);
		return value === undefined || value === '' ? [] : [made(path, value, 'recorded', '')];
	});
	return [
		made('action', 'TokenExchange', 'rebuilt', 'every exchange has this action'),
		made('principal.type', kind, 'rebuilt', 'from what the event names'),
		...found,
		made('context.trace_id', reading.event.requestId, 'rebuilt', 'STS gives the request ID as trace ID'),
	];
}

/** What cannot be given back, and why. */
export function missingOf(reading: Reading): string[] {
	const missing = ['cannot be reconstructed: actor and subject claims are not in the event'];
	const isVerdict = reading.event.evaluationStatus === 'complete';
	const hasSession = reading.session !== '' || reading.authority !== '';
	if (!isVerdict && !hasSession)
		missing.push('cannot be reconstructed: session and delegation are not in events of requests that were refused before policy');
	if (!isVerdict && reading.scopes.length === 0 && textAt(reading.meta, 'env') === '')
		missing.push('cannot be reconstructed: the scopes asked for are not in events of requests that were refused before policy');
	if (reading.chain.length > 0) missing.push('cannot be reconstructed: the scopes of each delegation are not in the event');
	missing.push('cannot be reconstructed: grants, roles and other policy data of that moment are not in the event');
	if (isVerdict)
		missing.push('cannot be reconstructed: the policy version evaluated is noted before it is evaluated, and may be one older');
	return missing;
}

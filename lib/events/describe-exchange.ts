import { actor, diagnosticReasons, needsApproval, onResource, policyNames, resourceName, type Story, scopes } from './described';
import { objectOf, textAt, textsAt } from './read-json';
import { reasonWords } from './reasons';
import { code, listed, quoted, type Segment, say, strong } from './words';

function byPolicies(story: Story): Segment[] {
	const names = policyNames(story.event);
	return names.length === 0 ? [] : say`, by ${listed(names, code)}`;
}

/** A run credential is for a workload's environment entry rather than for scopes. */
function asked(story: Story): Segment[] {
	const env = textAt(story.meta, 'env');
	if (env !== '' && textsAt(story.meta, 'requested_scopes').length === 0) return say`credential ${code(env)}`;
	return scopes(story);
}

function who(story: Story): Segment[] {
	return textAt(story.meta, 'workload_id', 'workload_name') === '' ? actor(story) : say`Workload ${actor(story)}`;
}

/** An allow is the policy's verdict: it says nothing about a token, which may be held or fail to be minted afterwards. */
function allowed(story: Story): Segment[] {
	const issuer = textAt(story.meta, 'federated_user_issuer');
	if (issuer !== '') return say`${who(story)} may act for a user of ${code(issuer)}${onResource(story)}${byPolicies(story)}`;
	if (needsApproval(story.event))
		return say`${who(story)} may use ${asked(story)}${onResource(story)} once a person approves${byPolicies(story)}`;
	return say`${who(story)} may use ${asked(story)}${onResource(story)}${byPolicies(story)}`;
}

function errorText(story: Story): string {
	const diagnostics = Array.isArray(story.event.diagnostics) ? story.event.diagnostics : [];
	for (const entry of diagnostics) {
		const text = textAt(objectOf(entry), 'error');
		if (text !== '') return text;
	}
	return '';
}

function why(story: Story): Segment[] {
	const status = story.event.evaluationStatus;
	const [reason] = diagnosticReasons(story.event);
	if (status === 'complete' && reason !== undefined) return reasonWords(reason);
	if (status === 'complete') return reasonWords('');
	const error = status === 'policy_eval_failed' ? errorText(story) : textAt(story.meta, 'reason');
	return error === '' ? reasonWords(status) : say`${reasonWords(status)}: ${quoted(error)}`;
}

function refused(story: Story): Segment[] {
	const { meta, event } = story;
	if (event.evaluationStatus === 'operation_not_permitted') {
		const method = textAt(meta, 'method');
		const operation = method === '' ? say`an operation` : say`${code(method)} ${code(textAt(meta, 'path'))}`;
		return say`${who(story)} wanted ${operation}${onResource(story)}; ${why(story)}`;
	}
	const requested = textsAt(meta, 'requested');
	if (event.evaluationStatus === 'exchange_denied' && requested.length > 0)
		return say`${who(story)} asked for ${listed(requested, (r) => resourceName(r) ?? strong(r))}; ${why(story)}`;
	return say`${who(story)} wanted ${asked(story)}${onResource(story)}; ${why(story)}`;
}

/** `token_exchange`: one verdict per requested resource, or the summary of an exchange that granted nothing (wire reference 2.2). */
export function describeExchange(story: Story): Segment[] {
	if (story.event.decision === 'allow') return allowed(story);
	if (story.event.decision === 'deny') return refused(story);
	return say`${who(story)} asked for ${asked(story)}${onResource(story)}`;
}

/** `run_launch`: a workload fetched its launch manifest, or failed to authenticate (wire reference 2.3). */
export function describeLaunch(story: Story): Segment[] {
	if (story.event.decision === 'deny')
		return say`Workload ${actor(story)} was refused at launch; ${reasonWords(story.event.evaluationStatus)}`;
	const bindings = textAt(story.meta, 'binding_count');
	const count = bindings === '' ? '' : bindings === '1' ? ' with 1 binding' : ` with ${Number(bindings)} bindings`;
	return say`Workload ${actor(story)} was launched${count}`;
}

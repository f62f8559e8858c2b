import { plural } from '../events/amounts';
import { gatewayOutcome } from '../events/describe-gateway';
import { resourceName } from '../events/described';
import { objectOf, textAt, textsAt } from '../events/read-json';
import { reasonWords } from '../events/reasons';
import { code, listed, quoted, type Segment, say } from '../events/words';
import type { Approval } from './approvals';
import type { Call } from './calls';
import type { OutcomeState } from './outcome-state';
import type { Reading } from './reading';
import type { Violation } from './violation';

/** Determining policies that belong to a mint: the token is used under other request IDs, so no Gateway call is to be expected. */
const MINTS = /^(?:caracal-bootstrap|caracal-.*-mint|control-key|caracal-subject-federation)$/;
const USES = /^caracal-.*-use$/;

/** Whether an allowed exchange is for a call through the Gateway, by the names of the policies that decided. */
export function purposeOf(exchange: Reading): 'use' | 'mint' | 'unknown' {
	if (exchange.policies.some((policy) => USES.test(policy))) return 'use';
	if (textAt(exchange.meta, 'env', 'federated_user_issuer') !== '' || exchange.policies.some((policy) => MINTS.test(policy))) return 'mint';
	return 'unknown';
}

export interface ClauseGround {
	readonly call: Call;
	readonly state: OutcomeState;
	readonly times: number;
	readonly scopes: readonly string[];
	readonly violation: Violation | null;
	readonly approval: Approval | null;
}

function what({ call, scopes }: ClauseGround): Segment[] {
	const meta = call.exchange?.meta ?? call.gateway?.meta ?? {};
	const env = textAt(meta, 'env');
	const method = textAt(call.exchange?.meta ?? {}, 'method');
	const name = resourceName(call.resource);
	const at = (preposition: string) => (name === undefined ? [] : say` ${preposition} ${name}`);
	if (scopes.length > 0) return say`${listed(scopes, code)}${at('on')}`;
	if (env !== '') return say`credential ${code(env)}${at('for')}`;
	return method === '' ? say`access${at('to')}` : say`${code(method)} ${code(textAt(meta, 'path'))}${at('on')}`;
}

function errorOf(exchange: Reading): string {
	if (exchange.event.evaluationStatus !== 'policy_eval_failed') return textAt(exchange.meta, 'reason');
	const list = exchange.event.diagnostics;
	for (const entry of Array.isArray(list) ? list : []) {
		const error = textAt(objectOf(entry), 'error');
		if (error !== '') return error;
	}
	return '';
}

function denied(ground: ClauseGround, exchange: Reading): Segment[] {
	const { evaluationStatus, policySetVersionId } = exchange.event;
	const isVerdict = evaluationStatus === 'complete';
	const under = isVerdict && policySetVersionId !== '' ? say` under policy version ${code(policySetVersionId)}` : [];
	const why = isVerdict ? reasonWords(exchange.reasons[0] ?? '') : reasonWords(evaluationStatus);
	const error = isVerdict ? '' : errorOf(exchange);
	const detail = error === '' ? [] : say` (${quoted(error)})`;
	const life = ground.approval === null ? [] : say` (${ground.approval.sentence})`;
	return say`denied ${what(ground)}${under}: ${why}${detail}${life}`;
}

function allowed(ground: ClauseGround, exchange: Reading): Segment[] {
	const late = ground.violation === null ? [] : say` ${ground.violation.sentence}`;
	const approval = ground.approval;
	const isUnder = ground.state !== 'held' && approval !== null && approval.decidedBy !== '';
	const under = !isUnder ? [] : say` with the approval of ${approval.decidedBy}`;
	const yes = say`allowed ${what(ground)}${under}${late}`;
	switch (ground.state) {
		case 'held':
			return say`${yes} by policy, but ${approval === null ? say`held for approval` : approval.sentence}`;
		case 'allowed':
			return purposeOf(exchange) === 'mint'
				? say`${yes} by policy; whether a token was issued is not in the record`
				: say`${yes} by policy; no Gateway call is recorded`;
		default:
			return ground.call.gateway === null ? yes : say`${yes}; ${gatewayOutcome(ground.call.gateway)}`;
	}
}

function undecided(ground: ClauseGround, gateway: Reading): Segment[] {
	const method = textAt(gateway.meta, 'method');
	const call = method === '' ? say`call` : code(method);
	const name = resourceName(ground.call.resource);
	return say`seen to ${method === '' ? '' : 'call '}${call}${name === undefined ? '' : say` on ${name}`} without its decision in the record; ${gatewayOutcome(gateway)}`;
}

/** What became of a call, as the end of "<who> was ...". */
export function clauseOf(ground: ClauseGround): Segment[] {
	const { exchange, gateway } = ground.call;
	const times = ground.times > 1 ? say` (${plural(ground.times, 'time')})` : [];
	if (exchange === null) return gateway === null ? [] : say`${undecided(ground, { ...gateway, event: gateway.event })}${times}`;
	if (exchange.event.decision === 'deny') return say`${denied(ground, exchange)}${times}`;
	if (exchange.event.decision === 'allow') return say`${allowed(ground, exchange)}${times}`;
	return say`given the decision ${code(exchange.event.decision)} for ${what(ground)}${times}`;
}

/** The resources of a summary that names no single one. */
export function summaryOf(summary: Reading): Segment[] {
	const requested = textsAt(summary.meta, 'requested');
	const names =
		requested.length === 0 ? say`everything it asked for` : listed(requested, (resource) => resourceName(resource) ?? code(resource));
	return say`denied ${names}; the reason is not among the events`;
}

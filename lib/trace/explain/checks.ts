import { plural } from '../../events/amounts';
import { resourceName } from '../../events/described';
import { textAt } from '../../events/read-json';
import { code, listed, quoted, type Segment, say } from '../../events/words';
import type { Approval } from '../approvals';
import type { Call } from '../calls';
import type { Reading } from '../reading';
import { reasonFor } from '../reasons';
import type { Violation } from '../violation';
import { type Basis, CHECK_IDS, type Check, type CheckId, type CheckState } from './check';
import { policyCheck } from './policy-check';
import { kindOf, stageOf } from './stage';

/** What the checks of one decision are read from. */
export interface CheckGround {
	readonly exchange: Reading;
	readonly call: Call;
	readonly approval: Approval | null;
	/** It was allowed after its authority had ended. */
	readonly violation: Violation | null;
}

const made = (
	id: string,
	label: readonly Segment[],
	state: CheckState,
	basis: Basis,
	why: readonly Segment[] = [],
	clauses: readonly Check[] = [],
): Check => ({
	id,
	label,
	state,
	basis,
	why,
	clauses,
});

function labelOf(id: CheckId, { exchange }: CheckGround): Segment[] {
	const name = resourceName(exchange.resource);
	const scopes = exchange.scopes;
	const kind = kindOf(exchange);
	switch (id) {
		case 'token':
			return kind === 'federation'
				? say`identity token of the user`
				: kind === 'workload'
					? say`secret of the workload`
					: say`presented token`;
		case 'links':
			return exchange.chain.length > 1
				? say`session and its ${plural(exchange.chain.length - 1, 'delegation')}`
				: say`session and delegations`;
		case 'resource':
			return name === undefined ? say`resource` : say`resource ${name}`;
		case 'scopes':
			return scopes.length === 0 ? say`scopes the resource offers` : say`the resource offers ${listed(scopes, code)}`;
		case 'rate':
			return say`rate of the application`;
		case 'credential':
			return say`credential for the upstream`;
		case 'approval':
			return say`approval`;
		case 'policy':
			return say`policy`;
		case 'issue':
			return say`issue of the token`;
	}
}

/** A check STS came past, from what it wrote later. */
function past(id: CheckId, ground: CheckGround): Check {
	const label = labelOf(id, ground);
	const kind = kindOf(ground.exchange);
	if (id === 'links' && kind !== 'application')
		return made(id, label, 'unknown', 'not_recorded', say`this kind of exchange names no session`);
	if (id === 'links' && ground.violation !== null)
		return made(id, label, 'contradicted', 'rebuilt', say`STS let it pass, but it was ${ground.violation.sentence}`);
	if (id === 'links') {
		const named = ground.exchange.session !== '' || ground.exchange.authority !== '' || ground.exchange.chain.length > 0;
		const which = named ? '' : '; which they were is not in the event';
		return made(
			id,
			label,
			'passed',
			'rebuilt',
			say`STS writes no event when a session or delegation has ended, and wrote this one${which}`,
		);
	}
	if (id === 'token' && kind === 'application')
		return made(id, label, 'passed', 'rebuilt', say`STS writes no event when the token is not accepted, and wrote this one`);
	if (kind === 'federation' && id !== 'token' && id !== 'policy')
		return made(id, label, 'unknown', 'not_recorded', say`whether a federated sign-in is checked for it is not in the record`);
	return made(id, label, 'passed', 'rebuilt', say`STS refuses here before it comes to what it recorded`);
}

function approvalCheck(ground: CheckGround): Check {
	const { exchange, call, approval } = ground;
	const label = labelOf('approval', ground);
	const life = approval === null ? [] : approval.sentence;
	if (call.isHeld)
		return made('approval', label, 'held', 'recorded', approval === null ? say`policy demands one; none was presented` : life);
	if (approval !== null && exchange.event.decision === 'allow') return made('approval', label, 'passed', 'recorded', life);
	if (exchange.needsApproval)
		return made('approval', label, 'unknown', 'not_recorded', say`policy demands one; its use is not among the events`);
	if (exchange.event.decision === 'allow') return made('approval', label, 'not_reached', 'recorded', say`policy demands none`);
	return made('approval', label, 'not_reached', 'rebuilt', say`no approval is named in the event`);
}

function issueCheck(ground: CheckGround): Check {
	const { call, exchange } = ground;
	const label = labelOf('issue', ground);
	if (exchange.event.decision !== 'allow') return made('issue', label, 'not_reached', 'rebuilt');
	if (call.isHeld) return made('issue', label, 'not_reached', 'rebuilt', say`held until a person approves`);
	if (call.gateway !== null) return made('issue', label, 'passed', 'rebuilt', say`the Gateway went on with the call`);
	return made('issue', label, 'unknown', 'not_recorded', say`no event records that a token is issued`);
}

function failure(id: CheckId, ground: CheckGround): Check {
	const { exchange, approval } = ground;
	const status = exchange.event.evaluationStatus;
	const known = reasonFor(status);
	const detail = textAt(exchange.meta, 'reason');
	const method = textAt(exchange.meta, 'method');
	const operation =
		status === 'operation_not_permitted' && method !== '' ? say` (${code(method)} ${code(textAt(exchange.meta, 'path'))})` : [];
	const why =
		known === null ? say`status ${code(status)}` : say`${known.words}${operation}${detail === '' ? [] : say`: ${quoted(detail)}`}`;
	const life = id === 'approval' && approval !== null ? say`; ${approval.sentence}` : [];
	return made(id, labelOf(id, ground), 'failed', 'recorded', say`${why}${life}`);
}

/** Of a status this version does not know, or a decision that is neither allow nor deny, nothing can be placed. */
function unplaced(ground: CheckGround): Check[] {
	const status = ground.exchange.event.evaluationStatus;
	const why = status === '' ? say`the event has no evaluation status` : say`status ${code(status)} is not a known one`;
	return CHECK_IDS.map((id) => made(id, labelOf(id, ground), 'unknown', 'not_recorded', why));
}

/** The checks of one decision in the order STS makes them. */
export function checksOf(ground: CheckGround): Check[] {
	const { exchange } = ground;
	const stage = stageOf(exchange);
	const isVerdict = stage === 'policy' && exchange.event.evaluationStatus === 'complete';
	const isKnown = exchange.event.decision === 'allow' || exchange.event.decision === 'deny';
	if (stage === null || !isKnown || (!isVerdict && exchange.event.decision === 'allow')) return unplaced(ground);
	const at = CHECK_IDS.indexOf(stage);
	return CHECK_IDS.map((id, i) => {
		if (id === 'approval' && at > i) return approvalCheck(ground);
		if (id === 'policy' && at >= i) return policyCheck(exchange, stage === 'policy');
		if (id === 'issue' && isVerdict) return issueCheck(ground);
		if (i < at) return past(id, ground);
		if (i === at) return failure(id, ground);
		return made(id, labelOf(id, ground), 'not_reached', 'rebuilt');
	});
}

import { field, objectOf, textAt } from '../../events/read-json';
import { code, listed, quoted, type Segment, say } from '../../events/words';
import { NO_POLICY_SET } from '../policy';
import type { Reading } from '../reading';
import { reasonFor } from '../reasons';
import type { Check } from './check';

/** Diagnostics of one decision drawn at most. */
const CLAUSES_MAX = 50;

const clause = (id: string, label: readonly Segment[], state: Check['state'], why: readonly Segment[] = []): Check => ({
	id,
	label,
	state,
	basis: 'recorded',
	why,
	clauses: [],
});

function versionClause({ event }: Reading): Check[] {
	if (event.manifestSha === NO_POLICY_SET) return [clause('version', say`active policy set`, 'failed', say`the zone has none`)];
	if (event.policySetVersionId === '')
		return [{ ...clause('version', say`active policy set`, 'unknown', say`no version is recorded`), basis: 'not_recorded' }];
	return [clause('version', say`policy version ${code(event.policySetVersionId)}`, 'passed')];
}

function diagnosticClause(entry: ReturnType<typeof objectOf>): Check[] {
	const reason = textAt(entry, 'reason');
	if (reason !== '') {
		const known = reasonFor(reason);
		return [
			clause(reason, known === null ? say`${code(reason)}` : say`${known.label}`, 'failed', known === null ? [] : say`${known.words}`),
		];
	}
	const error = textAt(entry, 'error');
	if (error !== '') return [clause('error', say`evaluation`, 'failed', say`${quoted(error)}`)];
	if (field(entry, 'step_up_required') !== undefined) return [clause('step_up_required', say`a person has to approve`, 'held')];
	const risk = field(entry, 'risk');
	return (Array.isArray(risk) ? risk : []).slice(0, CLAUSES_MAX).flatMap((item) => {
		const scope = textAt(objectOf(item), 'scope');
		return scope === '' ? [] : [clause('risk', say`${code(scope)} is of risk tier ${code(textAt(objectOf(item), 'tier'))}`, 'passed')];
	});
}

/** The policy's verdict with its clauses. Which other rules were tried is not recorded. */
export function policyCheck(reading: Reading, isVerdict: boolean): Check {
	const { event, policies } = reading;
	const isAllow = event.decision === 'allow';
	const entries = Array.isArray(event.diagnostics) ? event.diagnostics : [];
	const clauses = [...versionClause(reading), ...entries.slice(0, CLAUSES_MAX).flatMap((entry) => diagnosticClause(objectOf(entry)))];
	const by = policies.length === 0 ? [] : say`decided by ${listed(policies, code)}`;
	const failed =
		event.evaluationStatus === 'policy_eval_failed' ? say`it could not be evaluated` : isVerdict ? say`no policy allowed it` : [];
	// what comes after policy says by itself that policy allowed it
	const state = isAllow || !isVerdict ? 'passed' : 'failed';
	return {
		id: 'policy',
		label: say`policy`,
		state,
		basis: isVerdict ? 'recorded' : 'rebuilt',
		why: state === 'failed' ? failed : by.length === 0 ? say`allowed` : by,
		clauses,
	};
}

import { describe, expect, test } from 'vitest';
import { textOf } from '../events/words';
import { CHECK_IDS, type DecisionTree } from './explain';
import { REASONS } from './reasons';
import { DRAWN_START, drawn } from './testing/draw';
import { ALLOWED, CASCADE, HELD, POLICY_CHANGE, REJECTED, STEP_UP } from './testing/stories';
import { buildTrace } from './trace';

const plain = (segments: Parameters<typeof textOf>[0]) => textOf(segments).replaceAll('\u00a0', ' ');

function trees(text: string, requestId = 'req-1'): readonly DecisionTree[] {
	const now = DRAWN_START + 600_000_000n;
	return buildTrace({ requestId, events: drawn(text), now, completeTo: now }).requests[0]?.explanation.trees ?? [];
}

/** The states of the checks in order, a letter each: passed, failed, held, passed against the record, not reached, unknown. */
function states(text: string, requestId?: string): string {
	const letters = { passed: 'P', failed: 'F', held: 'H', contradicted: '!', not_reached: '-', unknown: '?' } as const;
	return (trees(text, requestId)[0]?.checks ?? []).map((check) => letters[check.state]).join('');
}

const exchange = (rest: string) => `0 token_exchange ${rest} app=app_a resource=resource://crm`;

describe('the checks in the order STS makes them', () => {
	// token, links, resource, scopes, rate, credential, approval, policy, issue
	test.each<[string, string, string]>([
		['resource_not_found', exchange('deny resource_not_found'), 'PPF------'],
		['resource_outside_delegation', exchange('deny resource_outside_delegation'), 'PPF------'],
		['operation_not_permitted', exchange('deny operation_not_permitted method=DELETE path=/x'), 'PPF------'],
		['scope_mismatch', exchange('deny scope_mismatch'), 'PPPF-----'],
		['rate_limited', exchange('deny rate_limited'), 'PPPPF----'],
		['credential_refresh_failed', exchange('deny credential_refresh_failed reason=invalid_grant'), 'PPPPPF---'],
		['approval_expired', exchange('deny approval_expired'), 'PPPPPPF--'],
		['policy_eval_failed', exchange('deny policy_eval_failed diag=[{"error":"timeout"}]'), 'PPPPPP-F-'],
		['a verdict that denies', POLICY_CHANGE, 'PPPPPP-F-'],
		['a verdict that allows, used', ALLOWED, 'PPPPPP-PP'],
		['a verdict that allows after a revocation', CASCADE, 'P!PPPP-PP'],
		['a verdict that allows, not seen used', exchange('allow complete policies=caracal-a-use'), 'PPPPPP-P?'],
		['held', HELD, 'PPPPPPHP-'],
		['provider_credential_unavailable', exchange('deny provider_credential_unavailable'), 'PPPPPP-PF'],
		['a federated user refused', exchange('deny subject_federation_rejected federated_user_issuer=https://id.example'), 'F--------'],
		[
			'a federated user accepted',
			exchange('allow complete federated_user_issuer=https://id.example policies=caracal-subject-federation'),
			'P?????-P?',
		],
		["a workload's credential", exchange('deny credential_not_provisioned workload_id=wl_1 env=CRM'), 'P?PPPF---'],
		['a status that is not known', exchange('deny made_up'), '?????????'],
		['no status', exchange('deny -'), '?????????'],
		['an allow that contradicts its status', exchange('allow rate_limited'), '?????????'],
		['a decision that is none', exchange('partial complete'), '?????????'],
	])('%s', (_, text, expected) => {
		expect(states(text)).toBe(expected);
	});

	test('an approval that was used passes, one that was rejected fails with its story', () => {
		expect(states(STEP_UP, 'req-2')).toBe('PPPPPPPPP');
		expect(states(REJECTED, 'req-3')).toBe('PPPPPPF--');
		const approval = trees(REJECTED, 'req-3')[0]?.checks.find((check) => check.id === 'approval');
		expect(plain(approval?.why ?? [])).toContain('rejected by the user concerned after 20 s');
	});

	test.each(
		REASONS.filter(
			(reason) =>
				reason.family === 'status' &&
				reason.code !== 'exchange_denied' &&
				!['executed', 'upstream_error', 'upstream_rejected', 'build_failed', 'anomaly'].includes(reason.code),
		).map(({ code }) => code),
	)('every status of an exchange has its place: %s', (code) => {
		expect(states(exchange(`deny ${code}`))).toMatch(/F/);
	});

	test('each check stands once, in order, and says where it is from', () => {
		for (const tree of trees(POLICY_CHANGE)) {
			expect(tree.checks.map((check) => check.id)).toEqual(CHECK_IDS);
			for (const check of tree.checks) expect(['recorded', 'rebuilt', 'not_recorded']).toContain(check.basis);
		}
	});

	test('the policy names its version and the clause that failed', () => {
		const policy = trees(POLICY_CHANGE)[0]?.checks.find((check) => check.id === 'policy');
		expect(policy?.clauses.map((clause) => [plain(clause.label), clause.state])).toEqual([
			['policy version psv_8', 'passed'],
			['No rule allows it', 'failed'],
		]);
		const none = trees(exchange('deny complete manifest=no_active_policy_set policies= diag=no_active_policy_set'))[0];
		expect(none?.checks.find((check) => check.id === 'policy')?.clauses[0]).toMatchObject({ id: 'version', state: 'failed' });
	});
});

describe('the raw input', () => {
	test('is what the event holds', () => {
		const [tree] = trees(POLICY_CHANGE);
		const input = new Map(tree?.input.map((field) => [field.path, field.value]));
		expect(input.get('principal.id')).toBe('app_mailer');
		expect(input.get('context.requested_scopes')).toEqual(['crm:export']);
		expect(input.get('delegation.graph_epoch')).toBe(12);
		expect(input.get('context.trace_id')).toBe('req-1');
	});

	test('what cannot be reconstructed is said', () => {
		expect(trees(POLICY_CHANGE)[0]?.missing).toContain('cannot be reconstructed: actor and subject claims are not in the event');
		const missing = trees(exchange('deny rate_limited'))[0]?.missing ?? [];
		expect(missing.some((line) => line.includes('session and delegation'))).toBe(true);
		for (const line of missing) expect(line).toMatch(/^cannot be reconstructed: /);
	});
});

test('decisions that are alike share a tree', () => {
	const line = (i: number) => `${i}s token_exchange deny rate_limited app=app_a resource=resource://r${i % 2}`;
	const made = trees(Array.from({ length: 10 }, (_, i) => line(i)).join('\n'));
	expect(made.map((tree) => tree.places.length)).toEqual([5, 5]);
});

test('without a decision there is a note and no tree', () => {
	const now = DRAWN_START;
	const [request] = buildTrace({
		requestId: 'req-1',
		events: drawn('0 run_launch allow complete workload_id=wl_1'),
		now,
		completeTo: now,
	}).requests;
	expect(request?.explanation.trees).toEqual([]);
	expect(plain(request?.explanation.note ?? [])).toContain('No token exchange');
});

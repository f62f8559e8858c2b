import { describe, expect, test } from 'vitest';
import { textOf } from '../events/words';
import { baselineLookups, comparedOf, type Diff, diffOf, lookupsBetween, pickBaseline, requestOf } from './diff';
import { read } from './reading';
import { DRAWN_START, drawn } from './testing/draw';
import { CASCADE, POLICY_CHANGE, STEP_UP } from './testing/stories';

const plain = (segments: Parameters<typeof textOf>[0]) => textOf(segments).replaceAll('\u00a0', ' ');
const NOW = DRAWN_START + 600_000_000n;

function diff(text: string, before = 'req-0', after = 'req-1'): Diff {
	const events = drawn(text);
	const [a, b] = [requestOf(events, before), requestOf(events, after)];
	if (a === null || b === null) throw new Error('nothing to compare');
	return diffOf(a, b, events, NOW);
}
const differing = (made: Diff) => made.fields.filter((field) => field.state === 'differs').map((field) => field.name);

const CHAIN = 'record=ar_1 session=ses_m edge=edge_1 kind=user epoch=12 labels=batch chain=app_o/ses_o>edge_1>app_m/ses_m';
const ALLOW = `-1h token_exchange allow complete request=req-0 app=app_m ${CHAIN} resource=resource://crm scopes=crm:read policies=p version=psv_7`;
const DENY = `0 token_exchange deny complete app=app_m ${CHAIN} resource=resource://crm scopes=crm:read policies= version=psv_7`;

describe('the likeliest cause', () => {
	test.each<[string, string, string, string, string]>([
		['a policy version', POLICY_CHANGE, 'policy', 'likely', 'policy version psv_8 was activated 35 s before; nothing else differs.'],
		[
			'a scope the other did not ask for',
			`${ALLOW}\n${DENY.replace('scopes=crm:read', 'scopes=crm:read,crm:export')} diag=no_rule_matched`,
			'scopes',
			'likely',
			'it asked for crm:export, which the other did not; nothing else differs.',
		],
		[
			'another delegation',
			`${ALLOW}\n${DENY.replaceAll('edge_1', 'edge_2')} diag=delegation_scope_exceeded`,
			'delegation',
			'likely',
			'delegation: edge_1 before, edge_2 now; nothing else differs.',
		],
		[
			'a delegation that ended',
			`${ALLOW}\n-5min delegation_edge_revoke edge_id=edge_1 affected_edges=1\n${DENY} diag=delegation_scope_exceeded`,
			'link',
			'likely',
			'delegation edge_1 was revoked 5 min before.',
		],
		[
			'a reason that says it itself',
			`${ALLOW}\n0 token_exchange deny rate_limited app=app_m resource=resource://crm`,
			'reason',
			'certain',
			'The reason says it itself: it asks too often.',
		],
		[
			'labels of the session',
			`${ALLOW}\n${DENY.replace('labels=batch', 'labels=batch,eu')} diag=confinement_violation`,
			'session',
			'likely',
			'labels: now with eu; nothing else differs.',
		],
		[
			'method and path',
			`${ALLOW}\n-3599s gateway_resource_request allow executed request=req-0 app=app_m resource=resource://crm method=GET up=200\n0 token_exchange deny operation_not_permitted app=app_m resource=resource://crm method=DELETE path=/contacts/9`,
			'operation',
			'possible',
			'method: GET before, DELETE now; path differs too.',
		],
		[
			'an activation while nothing differs',
			`${ALLOW}\n-2min policy_activate policy_set_version_id=psv_9\n${DENY} diag=no_rule_matched`,
			'policy',
			'possible',
			'policy version psv_9 was activated 2 min before; nothing that both events record differs.',
		],
		[
			'nothing at all',
			`${ALLOW}\n${DENY} diag=restriction_active`,
			'none',
			'possible',
			'Nothing that both events record differs. The reason recorded: a restriction is active.',
		],
		[
			'a code that is not known',
			`${ALLOW}\n${DENY.replace('psv_7', 'psv_8')} diag=made_up`,
			'policy',
			'possible',
			'policy version: psv_7 before, psv_8 now; nothing else differs.',
		],
		[
			'no difference in the outcome',
			`${ALLOW}\n${ALLOW.replace('-1h', '0').replace('request=req-0', '')}`,
			'same',
			'certain',
			'Both were decided alike.',
		],
		[
			'no difference although authority ended',
			CASCADE,
			'same',
			'certain',
			'Both were decided alike, although delegation edge_0 was revoked 7 s before.',
		],
		[
			'a request refused before policy keeps its secrets',
			`${ALLOW}\n0 token_exchange deny resource_not_found app=app_m resource=resource://crm`,
			'none',
			'possible',
			'Nothing that both events record differs. 12 fields cannot be compared. The reason recorded: there is no such resource.',
		],
	])('%s', (_, text, what, sure, sentence) => {
		const { cause } = diff(text);
		expect([cause.what, cause.sure, plain(cause.sentence)]).toEqual([what, sure, sentence]);
		expect(cause.why.length).toBeGreaterThan(0);
	});
});

describe('side by side', () => {
	test('the earlier is before, whichever is named first', () => {
		expect(diff(POLICY_CHANGE, 'req-1', 'req-0')).toEqual(diff(POLICY_CHANGE));
		expect(diff(POLICY_CHANGE).before.requestId).toBe('req-0');
	});

	test('what differs, what is the same, and what cannot be known', () => {
		const made = diff(POLICY_CHANGE);
		expect(differing(made)).toEqual(['decision', 'reason', 'policy version', 'manifest', 'determining policies']);
		expect(made.fields.filter((field) => field.state === 'unknown').map((field) => field.name)).toEqual(['method', 'upstream status']);
		expect(made.differing + made.same + 2).toBe(made.fields.length);
	});

	test('the status of each link then', () => {
		const links = diff(CASCADE).fields.find((field) => field.name === 'links');
		expect(links?.before).toContain('edge edge_0: alive');
		expect(links?.after).toContain('edge edge_0: ended, revoked');
		expect(links?.after).toContain('edge edge_1: ended, revoked');
	});

	test('what happened in between, in order, with what touches the requests marked', () => {
		const { changes } = diff(`${CASCADE}\n-30s session_terminate session=ses_stranger\n-20s policy_activate policy_set_version_id=psv_8`);
		expect(changes.map(({ type, isTouching, beforeMs }) => [type, isTouching, beforeMs])).toEqual([
			['session_terminate', false, 30_000],
			['policy_activate', false, 20_000],
			['delegation_edge_revoke', true, 7000],
			['session_terminate', true, 6900],
		]);
	});
});

describe('what to compare with', () => {
	const denied = requestOf(drawn(POLICY_CHANGE), 'req-1');
	if (denied === null) throw new Error('the story has no refusal');

	test('the same scopes come before the latest', () => {
		const found = pickBaseline(denied, drawn(POLICY_CHANGE).map(read));
		expect([found?.reading.event.requestId, found?.match]).toEqual(['req-0', 'resource and scopes']);
		const others = drawn(POLICY_CHANGE).filter((event) => event.requestId !== 'req-0');
		expect(pickBaseline(denied, others.map(read))?.match).toBe('resource');
		expect(pickBaseline(denied, [])).toBeNull();
	});

	test.each([
		[
			'of the same session',
			'-1h token_exchange allow complete request=r app=app_x session=ses_m resource=resource://other scopes=x',
			'session',
		],
		['of the same scopes', '-1h token_exchange allow complete request=r app=app_x resource=resource://other scopes=crm:export', 'scopes'],
		[
			'later ones do not count',
			'1h token_exchange allow complete request=r app=app_mailer resource=resource://crm scopes=crm:export',
			undefined,
		],
		[
			'held ones do not count',
			'-1h token_exchange allow complete request=r app=app_mailer resource=resource://crm scopes=crm:export diag=step_up',
			undefined,
		],
		[
			'other zones do not count',
			'-1h token_exchange allow complete zone=zn_b request=r app=app_mailer resource=resource://crm scopes=crm:export',
			undefined,
		],
	])('%s', (_, line, match) => {
		expect(pickBaseline(denied, drawn(line).map(read))?.match).toBe(match);
	});

	test('the ledger is asked in the same order', () => {
		expect(baselineLookups(denied).map(({ match, terms }) => [match, terms.slice(2).map((term) => term.join(':'))])).toEqual([
			['resource and scopes', ['app:app_mailer', 'resource:resource://crm', 'scope:crm:export']],
			['resource', ['app:app_mailer', 'resource:resource://crm']],
			['session', ['session:ses_m']],
			['scopes', ['scope:crm:export']],
		]);
	});

	test('and for what happened between the two, by zone, delegation and session', () => {
		const allowed = requestOf(drawn(POLICY_CHANGE), 'req-0');
		const lookups = allowed === null ? [] : lookupsBetween(allowed, denied);
		expect(lookups.map(({ field, values }) => [field, values])).toEqual([
			[null, []],
			['edge', ['edge_1']],
			['session', ['ses_m', 'ses_o']],
		]);
		expect(new Set(lookups.map(({ from, to }) => Number(((to ?? 0n) - (from ?? 0n)) / 1000n)))).toEqual(new Set([180_000]));
	});

	test('of several decisions the refusal is compared, of a resource its own', () => {
		const own = drawn(STEP_UP)
			.filter((event) => event.requestId === 'req-1')
			.map(read);
		expect(comparedOf(own)?.exchange.needsApproval).toBe(true);
		expect(requestOf(drawn('0 run_launch allow complete'), 'req-1')).toBeNull();
		expect(requestOf([], 'req-1')).toBeNull();
	});
});

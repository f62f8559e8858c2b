import { describe, expect, test } from 'vitest';
import { textOf } from '../events/words';
import { DRAWN_START, drawn, micros } from './testing/draw';
import * as stories from './testing/stories';
import { buildTrace, type RequestTrace } from './trace';

const plain = (segments: Parameters<typeof textOf>[0]) => textOf(segments).replaceAll('\u00a0', ' ');

function trace(text: string, given: { requestId?: string; after?: string; completeTo?: bigint | null } = {}) {
	const now = DRAWN_START + micros(given.after ?? '10min');
	return buildTrace({
		requestId: given.requestId ?? 'req-1',
		events: drawn(text),
		now,
		completeTo: given.completeTo === undefined ? now : given.completeTo,
	});
}

/** A decision whose count of delegations is not that of its chain, for a token that need not be used. */
const TORN_CHAIN =
	'2s token_exchange allow complete app=app_mailer session=ses_b edge=edge_1 chain=app_a/ses_a>edge_1>app_mailer/ses_b hops=7 resource=resource://crm scopes=crm:read';

function only(text: string, given: Parameters<typeof trace>[1] = {}): RequestTrace {
	const { requests, apart } = trace(text, given);
	const [request] = requests;
	if (request === undefined || requests.length > 1) throw new Error(`${requests.length} requests, apart by ${apart.join()}`);
	return request;
}

const ghosts = (request: RequestTrace) => request.ghosts.map((ghost) => `${ghost.lane} ${ghost.what} ${ghost.absence} ${ghost.sure}`);

describe('the sentence tells the outcome of each resource', () => {
	test.each<[string, string, Parameters<typeof trace>[1], string]>([
		['allowed', stories.ALLOWED, {}, 'mailer was allowed crm:read on crm; upstream answered 200 in 31 ms.'],
		[
			'one allowed, one denied',
			stories.TWO_RESOURCES,
			{},
			'mailer was allowed crm:read on crm; upstream answered 200 in 31 ms; was denied pay:send on pay under policy version psv_7: its delegation lacks that scope.',
		],
		['a failing upstream is no refusal', stories.BAD_GATEWAY, {}, 'mailer was allowed crm:read on crm; upstream answered 502 in 31 ms.'],
		[
			'held, approved and used elsewhere',
			stories.STEP_UP,
			{},
			'mailer was allowed pay:approve on pay by policy, but held for an operator, approved by console:acct_9 after 42 s, used after 45 s.',
		],
		['held and open', stories.HELD, {}, 'mailer was allowed pay:approve on pay by policy, but held for an operator, nobody has decided.'],
		[
			'held and never answered',
			stories.HELD,
			{ after: '5h' },
			'mailer was allowed pay:approve on pay by policy, but held for an operator, nobody decided before it expired.',
		],
		[
			'the retry says whose approval it used',
			stories.STEP_UP,
			{ requestId: 'req-2' },
			'mailer was allowed pay:approve on pay with the approval of console:acct_9; upstream answered 200 in 31 ms.',
		],
		[
			'the decision is a request of its own',
			stories.STEP_UP,
			{ requestId: 'adm-1' },
			'console:acct_9 approved the request of app_mailer (tier high).',
		],
		[
			'a rejected retry says who rejected',
			stories.REJECTED,
			{ requestId: 'req-3' },
			'mailer was denied access to pay: its approval was rejected (held for an operator, rejected by the user concerned after 20 s).',
		],
		[
			'a denial names the policy version',
			stories.POLICY_CHANGE,
			{},
			'mailer was denied crm:export on crm under policy version psv_8: no rule allows it.',
		],
		[
			'allowed after a revocation',
			stories.CASCADE,
			{},
			'mailer was allowed crm:read on crm 7 s after delegation edge_0 had been revoked; upstream answered 200 in 31 ms.',
		],
	])('%s', (_, text, given, sentence) => {
		expect(plain(only(text, given).sentence)).toBe(sentence);
	});

	test.each([
		['upstream_error error=transport_error got=502', 'the upstream could not be reached after 31 ms, the caller got 502', 'failed'],
		['build_failed error=request_build_failed got=500', 'nothing was sent: the request could not be built, the caller got 500', 'failed'],
		['executed up=403 got=403', 'upstream answered 403 in 31 ms', 'failed'],
		['executed up=200 got=200 revocation_interrupted=true', 'cut off by a revocation after 31 ms', 'failed'],
	])('a call that ended in %s', (fields, words, meaning) => {
		const [exchange = ''] = stories.ALLOWED.trim().split('\n');
		const request = only(`${exchange}\n40ms gateway_resource_request allow ${fields} app=app_mailer resource=resource://crm took=31`);
		expect(plain(request.sentence)).toContain(words);
		expect(request.meaning).toBe(meaning);
	});
});

describe('meaning and next action', () => {
	test.each<[string, string, Parameters<typeof trace>[1], string, string]>([
		['allowed', stories.ALLOWED, {}, 'allow', 'Nothing has to be done.'],
		['mixed', stories.TWO_RESOURCES, {}, 'mixed', 'Have the delegating application delegate the scope'],
		['bad gateway', stories.BAD_GATEWAY, {}, 'failed', 'Look at the upstream'],
		['held', stories.HELD, {}, 'held', 'Have an approver decide the hold'],
		['expired', stories.HELD, { after: '5h' }, 'held', 'Nobody decided in time'],
		['rejected', stories.REJECTED, {}, 'deny', 'It was rejected'],
		['violation', stories.CASCADE, {}, 'allow', 'Treat it as an incident'],
		['contradicting itself', `${stories.ALLOWED.trimEnd()}\n${TORN_CHAIN}`, {}, 'allow', 'The record contradicts itself'],
	])('%s', (_, text, given, meaning, next) => {
		const request = only(text, given);
		expect(request.meaning).toBe(meaning);
		expect(plain(request.next.text)).toContain(next);
	});
});

describe('ghosts', () => {
	const [exchange = '', call = ''] = stories.ALLOWED.trim().split('\n');
	const mint = exchange.replace('caracal-mailer-use', 'caracal-mailer-mint');
	const unnamed = exchange.replace('caracal-mailer-use', 'own-policy');

	test.each<[string, string, Parameters<typeof trace>[1], string[]]>([
		['a whole call has none', stories.ALLOWED, {}, []],
		['an allow for a call without one', exchange, {}, ['gateway gateway missing likely']],
		['an allow by a policy of unknown purpose', unnamed, {}, ['gateway gateway missing possible']],
		['a mint is not followed by a call', mint, {}, []],
		['an allow of a moment ago', exchange, { after: '10s' }, ['gateway gateway not_yet possible']],
		['an allow the ledger has not caught up with', exchange, { completeTo: DRAWN_START }, ['gateway gateway not_yet possible']],
		['nobody knows how far the ledger is', exchange, { completeTo: null }, ['gateway gateway missing possible']],
		['a call without its decision', call, {}, ['sts decision missing likely']],
		['a refusal', stories.POLICY_CHANGE, {}, ['gateway gateway never_written possible']],
		['a hold that waits', stories.HELD, {}, ['approval approval-end not_yet certain']],
		['a hold that ran out', stories.HELD, { after: '5h' }, ['approval approval-end never_written likely']],
		['a hold that was decided', stories.STEP_UP, {}, []],
		[
			'an approval without its beginning',
			stories.STEP_UP.replace(/.*step_up_issued.*/, ''),
			{ requestId: 'req-2' },
			['approval approval-begin missing likely'],
		],
		['a demand for approval without a hold', stories.HELD.split('\n')[0] ?? '', {}, ['approval approval-hold missing possible']],
	])('%s', (_, text, given, expected) => {
		expect(ghosts(only(text, given))).toEqual(expected);
	});

	test('a call after refusals alone is told as such', () => {
		const [, , denied = ''] = stories.TWO_RESOURCES.trim().split('\n');
		const [ghost] = only(`${denied}\n${call.replaceAll('crm', 'pay').replace('40ms', '120ms')}`).ghosts.filter(
			({ what }) => what === 'decision',
		);
		expect(plain(ghost?.why ?? [])).toContain('the only ones recorded for this resource were refused');
	});
});

describe('requests that share an ID', () => {
	test('another application and hours apart are shown apart, each by itself', () => {
		const { requests, apart, apartWords } = trace(stories.REUSED_ID, { after: '6h' });
		expect(requests.map((request) => plain(request.sentence))).toEqual([
			'mailer was allowed crm:read on crm; upstream answered 200 in 31 ms.',
			'billing was denied access to pay: the resource has no such scope.',
			'mailer was denied access to crm: it asks too often.',
		]);
		expect(apart).toEqual(['application', 'time']);
		expect(plain(apartWords)).toBe(
			'Request ID req-1 was used for 3 requests: they are of different applications, and there are hours between them. Callers choose it, and it need not be unique.',
		);
	});

	test('the same ID in another zone is another request', () => {
		const elsewhere = stories.ALLOWED.trim()
			.split('\n')
			.map((line) => `${line} zone=zn_b`);
		const { requests, apart } = trace([stories.ALLOWED, ...elsewhere].join('\n'));
		expect(requests.map((request) => [request.zone, request.events.length])).toEqual([
			['zn_demo', 2],
			['zn_b', 2],
		]);
		expect(apart).toEqual(['zone']);
	});

	test('a clock that is ahead by hours does not tear a request apart', () => {
		expect(only(stories.STS_AHEAD.replace('4min', '5h')).events).toHaveLength(2);
	});

	test('nor does one that is behind by hours, since both came to Redis together', () => {
		const request = only(stories.GATEWAY_BEHIND.replace('-3min', '-3h'));
		expect(request.events).toHaveLength(2);
		expect(request.ghosts).toEqual([]);
		expect(request.timeline.skews).toHaveLength(1);
	});

	test('what was written hours apart and came late together stays apart', () => {
		const late = (at: string, stream: string) =>
			`${at} token_exchange deny rate_limited stream=${stream} app=app_a resource=resource://crm`;
		expect(trace(`${late('0', '10h')}\n${late('3h', '7h')}`, { after: '11h' }).requests).toHaveLength(2);
	});

	test('an unknown ID has no request', () => {
		expect(trace(stories.ALLOWED, { requestId: 'no/such id\u202e' })).toEqual({
			requestId: 'no/such id\u202e',
			requests: [],
			requestsLeftOut: 0,
			apart: [],
			apartWords: [],
		});
	});
});

describe('approvals', () => {
	test('the whole life is joined by the challenge, whatever the request IDs', () => {
		const [approval] = only(stories.STEP_UP).approvals;
		expect(approval).toMatchObject({ challengeId: 'ch_1', state: 'used', tier: 'high', decidedBy: 'console:acct_9', contradictions: [] });
		expect(approval?.moments.map(({ what, requestId, afterMs }) => [what, requestId, afterMs])).toEqual([
			['held', 'req-1', null],
			['approved', 'adm-1', 41_997],
			['used', 'req-2', 45_000],
		]);
	});
});

describe('what allowed it and what had ended', () => {
	test('a violation names the end, how long before, and how sure that is', () => {
		const request = only(stories.CASCADE);
		expect(request.violations).toMatchObject([
			{ link: { kind: 'edge', id: 'edge_0' }, afterMs: 7000, sure: 'certain', endedBy: { seq: 6 } },
		]);
		expect(request.events.map((event) => event.isViolation)).toEqual([true, false]);
		expect(request.timeline.steps.filter((step) => step.isViolation).map((step) => step.lane)).toEqual(['sts']);
	});

	test('close to the end it is only possible, and on the stream before it there is none', () => {
		expect(only(stories.CASCADE.replaceAll('-7s ', '-1s ').replaceAll('-6900ms', '-900ms')).violations).toMatchObject([
			{ sure: 'possible' },
		]);
		expect(only(stories.CASCADE.replaceAll('-7s ', '+5s').replaceAll('+5s', '5s ').replaceAll('-6900ms', '5100ms')).violations).toEqual([]);
	});
});

describe('what only shows in detail', () => {
	test('an entry that Redis had before the end is no violation, whatever its clock says', () => {
		const text = `0 token_exchange allow complete skew=500ms app=app_a session=ses_a resource=resource://crm policies=caracal-a-use
			200ms session_terminate session=ses_a`;
		expect(only(text).violations).toEqual([]);
		expect(only(text.replace('200ms', '-200ms')).violations).toHaveLength(1);
	});

	test('a retry that policy holds again, but that uses an approval, is not held', () => {
		const again = stories.STEP_UP.replace(/(request=req-2 .*) policies=/, '$1 diag=step_up policies=');
		const request = only(again, { requestId: 'req-2' });
		expect(request.meaning).toBe('allow');
		expect(plain(request.sentence)).toContain('with the approval of console:acct_9; upstream answered 200');
		expect(request.ghosts).toEqual([]);
	});

	test('of several calls to one resource each use has its own decision, and the rest is counted', () => {
		const lines = Array.from({ length: 5 }, (_, i) => [
			`${i}s token_exchange allow complete app=app_a resource=resource://r${i} policies=caracal-a-use scopes=x`,
			`${i}s gateway_resource_request allow executed app=app_a resource=resource://r${i} up=200 got=200 took=5`,
		]);
		const request = only(`${lines.flat().join('\n')}\n6s token_exchange deny rate_limited app=app_a resource=resource://late`);
		expect(request.resources).toHaveLength(6);
		expect(plain(request.sentence)).toMatch(
			/^app_a was denied access to late: it asks too often; was allowed x on r0.* and 3 outcomes more\.$/,
		);
	});

	test('the name of an application may come from another event', () => {
		const [, call = ''] = stories.ALLOWED.trim().split('\n');
		const other = '1s token_exchange deny rate_limited request=req-2 app=app_mailer name=mailer resource=resource://crm';
		expect(plain(only(`${call}\n${other}`).sentence)).toMatch(/^mailer was seen to call GET on crm without its decision in the record/);
	});
});

test('related events are told why they belong, and what does not belong is left out', () => {
	const stranger = '1s token_exchange deny rate_limited request=req-9 app=app_x session=ses_x resource=resource://crm';
	const related = only(`${stories.CASCADE}\n${stranger}`).related;
	expect(related.map(({ type, relation }) => `${type} ${relation}`)).toEqual([
		'session_spawn authority',
		'session_spawn authority',
		'delegation_edge_create authority',
		'delegation_edge_create authority',
		'token_exchange session',
		'delegation_edge_revoke authority',
		'session_terminate authority',
	]);
	expect(only(stories.STEP_UP).related.map(({ relation }) => relation)).toEqual(['approval', 'session', 'approval']);
});

test('policy facts: what decided, which version, and what policy never saw', () => {
	expect(only(stories.POLICY_CHANGE).policy).toMatchObject({
		determining: [],
		versions: [{ id: 'psv_8', manifestSha: 'sha-of-psv_8' }],
		hasNoActiveSet: false,
		beforePolicy: 0,
		note: [],
	});
	expect(only(stories.POLICY_CHANGE.replace('-35s', '-1s')).policy.note).not.toEqual([]);
	expect(only(stories.REJECTED, { requestId: 'req-3' }).policy).toMatchObject({ versions: [], beforePolicy: 1 });
});

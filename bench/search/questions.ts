import type { CaracalQuestion } from './caracal';

/** A question to the search: a page, or the panels beside it. */
export interface SearchQuestion {
	readonly what: string;
	readonly kind: 'page' | 'panels';
	/** Asked in turns. */
	readonly queries: readonly string[];
	readonly days: number;
	/** Longest p95 allowed, in milliseconds; null for what is only shown. */
	readonly p95MsMax: number | null;
	/** The first query as Caracal's API takes it; null where it has no such filter. */
	readonly caracal: CaracalQuestion | null;
}

const ten = (make: (n: number) => string) => Array.from({ length: 10 }, (_, n) => make(n));
const app = (n: number) => `app_${String(n * 5 + 1).padStart(3, '0')}`;
const page = (
	what: string,
	queries: readonly string[],
	p95MsMax: number | null,
	caracal: CaracalQuestion | null,
	days = 30,
): SearchQuestion => ({
	what,
	kind: 'page',
	queries,
	days,
	p95MsMax,
	caracal,
});
const ONE = 25;

/** @param requests request IDs that are in the ledger */
export function questions(requests: readonly string[]): SearchQuestion[] {
	return [
		page('first page, unfiltered', [''], ONE, {}),
		page('first page, decision:deny', ['decision:deny'], ONE, { decision: 'deny' }),
		page('first page, type', ['type:token_exchange', 'type:step_up_decided', 'type:replay_detected'], ONE, { eventType: 'token_exchange' }),
		page('first page, area', ['area:approvals', 'area:anomalies'], ONE, null),
		page(
			'first page, app (10 of them)',
			ten((n) => `app:${app(n)}`),
			ONE,
			{ applicationId: app(0) },
		),
		page('first page, an application with few events', ['app:app_rare'], ONE, { applicationId: 'app_rare' }),
		page(
			'first page, resource (10)',
			ten((n) => `resource:"resource://system-${n * 7 + 2}"`),
			ONE,
			null,
		),
		page('first page, reason', ['reason:no_rule_matched', 'reason:replayed_token', 'reason:bad_gateway'], ONE, null),
		page('first page, policy version', ['policy-version:psv_3', 'policy-version:psv_20'], ONE, null),
		page(
			'first page, host (10)',
			ten((n) => `host:host-${n * 4}.internal`),
			ONE,
			null,
		),
		page('first page, label', ['label:label-0', 'label:label-9', 'label:label-11'], ONE, { label: 'label-9' }),
		page('first page, latency', ['latency:>390', 'latency:<1'], ONE, null),
		page(
			'first page, request',
			requests.map((id) => `request:${id}`),
			ONE,
			{ requestId: requests[0] ?? '' },
		),
		page(
			'first page, session',
			ten((n) => `session:ses_${n * 1777 + 5}`),
			null,
			null,
		),
		page('first page, not one decision', ['-decision:allow'], ONE, null),
		page(
			'three qualifiers',
			ten((n) => `decision:deny app:${app(n)} type:token_exchange`),
			100,
			{
				decision: 'deny',
				applicationId: app(0),
				eventType: 'token_exchange',
			},
		),
		page(
			'three qualifiers, few hits',
			ten((n) => `app:${app(n)} resource:"resource://system-${n * 7 + 2}" reason:replayed_token`),
			100,
			null,
		),
		page('no hits, a value nobody knows', ['app:nobody'], ONE, { applicationId: 'nobody' }),
		page('no hits, a value of other days', ['app:app_gone'], ONE, { applicationId: 'app_gone' }),
		page('no hits, a request', ['request:req-none'], ONE, { requestId: 'req-none' }),
		{ what: 'histogram, total and eight facets, unfiltered 30 days', kind: 'panels', queries: [''], days: 30, p95MsMax: 100, caracal: {} },
		{
			what: 'histogram, total and eight facets, three qualifiers, 7 days',
			kind: 'panels',
			queries: ten((n) => `decision:deny app:${app(n)} type:token_exchange`),
			days: 7,
			p95MsMax: 400,
			caracal: { decision: 'deny', applicationId: app(0), eventType: 'token_exchange', days: 7 },
		},
		page('free text, a rare word, 7 days', ['quokka'], 150, null, 7),
		page('free text, a phrase, 7 days', ['"manual override"'], 150, null, 7),
		page('free text, a frequent word, 7 days', ['permit'], 150, null, 7),
		page('free text, a word nobody has, 7 days', ['xylophone'], 150, null, 7),
	];
}

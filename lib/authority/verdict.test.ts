import { describe, expect, test } from 'vitest';
import { textOf } from '../events/words';
import { drawn } from '../trace/testing/draw';
import { CASCADE } from '../trace/testing/stories';
import { cascadeOf } from './cascade';
import { type ConsumerSample, judgeConsumers } from './consumers';
import { decidedAt } from './decided';
import { folded, instant } from './testing/folded';
import { usesUnder } from './uses';
import { verdictOf } from './verdict';

const NOW = instant('30s');
const REVOKED = instant('0');

const sample = (group: string, change: Partial<ConsumerSample> = {}): ConsumerSample => ({
	...{ stream: 'caracal.sessions.revoke', group, deliveredAt: REVOKED, ackedAt: null, pending: 1, lastActiveAt: NOW, sampledAt: NOW },
	...change,
});

describe('who has heard', () => {
	test.each<[string, Partial<ConsumerSample>, number, string]>([
		['acknowledged', { ackedAt: REVOKED + 1_200_000, pending: 0 }, NOW, 'acknowledged'],
		['acknowledged, and quiet since', { ackedAt: REVOKED + 1_200_000, lastActiveAt: REVOKED }, NOW + 3_600_000_000, 'acknowledged'],
		['still within the objective', {}, REVOKED + 4_000_000, 'waiting'],
		['beyond it and active', {}, NOW, 'late'],
		['quiet for a minute', { lastActiveAt: NOW - 61_000_000 }, NOW, 'unknown'],
		['not looked at for a minute', { sampledAt: NOW - 61_000_000 }, NOW, 'unknown'],
		['never delivered and silent for a day', { deliveredAt: null, lastActiveAt: NOW - 90_000_000_000 }, NOW, 'gone'],
		['delivered, then gone: it may have heard', { lastActiveAt: NOW - 90_000_000_000 }, NOW, 'unknown'],
		['without any consumer', { deliveredAt: null, lastActiveAt: null }, NOW, 'gone'],
	])('%s', (_, change, now, state) => {
		expect(judgeConsumers([sample('gateway-revocation:gw', change)], REVOKED, now)[0]?.state).toBe(state);
	});

	test('a Gateway is called by its host', () => {
		const [gateway, sts] = judgeConsumers([sample('gateway-revocation:gw-eu-1'), sample('sts-revocation')], REVOKED, NOW);
		expect([gateway?.name, gateway?.role, sts?.name, sts?.role]).toEqual(['gw-eu-1', 'gateway', 'sts-revocation', 'sts']);
	});
});

function told(text: string, now = NOW) {
	const state = folded(text);
	const revocation = state.takeChanges().revocations[0];
	if (revocation === undefined) throw new Error('nothing is revoked');
	const cascade = cascadeOf(state.graph, revocation, now);
	return { cascade, uses: usesUnder(cascade, drawn(text), now) };
}

const words = (segments: Parameters<typeof textOf>[0]) => textOf(segments).replaceAll('\u00a0', ' ');

describe('whether it held', () => {
	test('an allow below what fell is a violation, though no stream names its delegation', () => {
		const { cascade, uses } = told(CASCADE);
		expect(cascade.members.map(({ id, known }) => `${id} ${known}`)).toEqual([
			'edge_0 announced',
			'edge_1 computed',
			'ses_b computed',
			'ses_m confirmed',
		]);
		expect(uses.violations.list).toMatchObject([
			{ requestId: 'req-1', afterMs: 7000, under: { kind: 'edge', id: 'edge_0' }, gatewaySeq: 9 },
		]);
		expect(uses.mandates).toEqual({ count: 1, aliveUntil: instant('59min') });
	});

	test.each([
		['500ms', 'allow', 'races'],
		['2s', 'allow', 'violations'],
		['2s', 'deny', 'refusals'],
	] as const)('%s after it, %s: one of %s', (after, decision, kind) => {
		const { uses } = told(`
			-9s delegation_edge_create edge_id=e source_session_id=a target_session_id=b
			0 delegation_edge_revoke edge_id=e affected_edges=1
			${after} token_exchange ${decision} complete session=b edge=e chain=x/a>e>y/b resource=resource://crm scopes=r
			${after} token_exchange ${decision} complete session=other resource=resource://crm scopes=r`);
		expect(Object.entries(uses).flatMap(([name, of]) => (of.count > 0 ? [`${name} ${of.count}`] : []))).toEqual([`${kind} 1`]);
	});

	test('the sentence claims no more than the record can', () => {
		const { cascade, uses } = told(CASCADE);
		const consumers = judgeConsumers(
			[
				sample('sts-revocation', { ackedAt: instant('-6s') }),
				sample('gateway-revocation:gateway-a', { ackedAt: instant('-5s') }),
				sample('gateway-revocation:gateway-b', { lastActiveAt: null }),
				sample('gateway-revocation:gateway-old', { lastActiveAt: null, deliveredAt: null }),
			],
			cascade.decidedAt,
			NOW,
		);
		const verdict = verdictOf(cascade, consumers, uses);
		expect([verdict.state, words(verdict.sentence)]).toEqual([
			'broken',
			'2 of 3 consumers acknowledged within 2 s; gateway-b has not been heard of; 1 use after the revocation is on record; 1 mandate given before may still live; Gateway refusals are not audited by Caracal, so absence of refusals proves nothing.',
		]);
	});

	test('without uses and with all acknowledged it is quiet, which it does not call proven', () => {
		const { cascade, uses } = told('0 delegation_edge_revoke edge_id=e affected_edges=1');
		const verdict = verdictOf(cascade, judgeConsumers([sample('sts-revocation', { ackedAt: REVOKED })], REVOKED, NOW), uses);
		expect(verdict.state).toBe('quiet');
		expect(words(verdict.sentence)).toContain('no use after the revocation is on record; Gateway refusals are not audited');
		expect(verdictOf(cascade, [], uses).state).toBe('open');
	});
});

test('an outbox id tells when it was written, as far as it can be believed', () => {
	const at = Date.UTC(2026, 10, 21) * 1000;
	const uuid = (ms: number) =>
		`${ms
			.toString(16)
			.padStart(12, '0')
			.replace(/^(.{8})/, '$1-')}-7abc-8abc-0123456789ab`;
	const ms = at / 1000;
	expect([ms - 700, ms + 1, ms - 700_000].map((written) => decidedAt(uuid(written), at))).toEqual([at - 700_000, at, at]);
	expect(decidedAt('ev_1', at)).toBe(at);
});

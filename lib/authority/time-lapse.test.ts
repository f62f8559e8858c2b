import { describe, expect, test } from 'vitest';
import { CASCADE } from '../trace/testing/stories';
import { cascadeOf } from './cascade';
import { drawCascade, drawingAt } from './cascade-drawing';
import { folded, instant } from './testing/folded';
import { fateAt, fateOf, fellAfterMs, formatAfter, instantAt, lapseSteps, shareOf, stepFrom } from './time-lapse';

function told(now: string) {
	const state = folded(CASCADE);
	const revocation = state.takeChanges().revocations[0];
	if (revocation === undefined) throw new Error('nothing is revoked');
	const cascade = cascadeOf(state.graph, revocation, instant(now));
	const standing = { state: 'alive', since: null, known: null, reason: '', by: '', seq: null } as const;
	const of = <T extends object>(rows: ReadonlyMap<string, T>) =>
		Object.fromEntries([...rows].map(([id, row]) => [id, { row, standing }] as const));
	return { cascade, sessions: of(state.graph.sessions), edges: of(state.graph.edges) };
}

describe('a cascade at an instant of it', () => {
	const { cascade } = told('30s');
	const fates = (ms: number | null) => Object.fromEntries(cascade.members.map((member) => [member.id, fateAt(member, ms)]));

	test('first announced, then computed with it, then confirmed one by one', () => {
		expect(fates(0)).toEqual({ edge_0: 'announced', edge_1: 'computed', ses_b: 'computed', ses_m: 'computed' });
		expect(fates(99)).toEqual(fates(0));
		expect(fates(100)).toEqual({ ...fates(0), ses_m: 'confirmed' });
		expect(fates(null)).toEqual(fates(100));
	});

	test('in words, to the millisecond', () => {
		const words = (id: string, ms: number) =>
			cascade.members.filter((member) => member.id === id).map((member) => fateOf(member, ms).words);
		expect([words('ses_m', 0), words('ses_m', 100), words('edge_0', 0)].flat()).toEqual([
			'computed +0.000\u00a0s',
			'confirmed +0.100\u00a0s',
			'announced +0.000\u00a0s',
		]);
		expect([0, 6.4, 1800, 27_600.4, -40, 83_000].map(formatAfter)).toEqual(
			['+0.000', '+0.006', '+1.800', '+27.600', '−0.040', '+83.000'].map((text) => `${text}\u00a0s`),
		);
	});

	test('the track shows milliseconds beside seconds', () => {
		expect([0, 5, 5000, 9000].map((ms) => Math.round(shareOf(ms, 5000) * 100))).toEqual([0, 10, 100, 100]);
		for (const ms of [0, 1, 400, 5000]) expect(instantAt(shareOf(ms, 5000), 5000)).toBeCloseTo(ms);
	});

	test('steps lead from event to event and end with everything', () => {
		const steps = lapseSteps(cascade.members);
		expect(steps).toEqual([0, 100]);
		expect([stepFrom(steps, 0, 1), stepFrom(steps, 40, 1), stepFrom(steps, 100, 1), stepFrom(steps, null, 1)]).toEqual([
			100,
			100,
			null,
			null,
		]);
		expect([stepFrom(steps, null, -1), stepFrom(steps, 100, -1), stepFrom(steps, 0, -1), stepFrom([], null, -1)]).toEqual([
			100,
			0,
			0,
			null,
		]);
	});

	test('what nothing shows to have fallen holds, and comes last', () => {
		const early = told('-6950ms').cascade.members.find(({ id }) => id === 'ses_m');
		if (early === undefined) throw new Error('no member of the cascade');
		expect([fateAt(early, null), fellAfterMs({ ...early, knownAfterMs: null })]).toEqual(['computed', Number.POSITIVE_INFINITY]);
		expect(fateOf({ ...early, knownAfterMs: null }, null)).toEqual({ state: 'holds', words: 'falls' });
	});
});

describe('its graph', () => {
	test('has what fell and the sessions beside it, which have no part in it', () => {
		const picture = told('30s');
		const { drawing, leftOut } = drawCascade(picture, 'none');
		const { nodes, links } = drawingAt(drawing, picture.cascade.members, 0);
		expect(leftOut).toBe(0);
		expect(Object.fromEntries(nodes.map(({ id, fate }) => [id, fate?.state]))).toEqual({
			ses_o: undefined,
			ses_b: 'computed',
			ses_m: 'computed',
		});
		expect(links.filter(({ kind }) => kind === 'delegation').map(({ id, fate }) => [id, fate?.state])).toEqual([
			['edge_0', 'announced'],
			['edge_1', 'computed'],
		]);
	});

	test('folded it counts', () => {
		const picture = told('30s');
		const { drawing } = drawCascade(picture, 'label');
		expect(drawingAt(drawing, picture.cascade.members, null).nodes.map(({ detail, fate }) => [detail, fate?.words])).toEqual([
			['3\u00a0sessions', '2 of 2\u00a0fell'],
		]);
	});
});

import { expect, test } from 'vitest';
import type { WorkerState } from '../api/status';
import { hourOf, MICROS_PER_MINUTE, minuteOf, sameHours, startOfHour } from './clock';
import { decisions } from './decisions';
import { denials, denyLimit } from './denials';
import type { HeldRow, HourCount, MinuteCount } from './facts';
import { held } from './held';
import { integrity } from './integrity';
import { needsOf } from './needs';
import { pipeline } from './pipeline';
import { refusalMinutes, refusals, risesSharply } from './refusals';
import { revocations, revocationTimes } from './revocations';
import { silence } from './silence';
import { tokens } from './tokens';

const NOW = 1_764_000_030_000_000n;
const LAST = minuteOf(NOW);
const ZONES = ['prod-eu'];
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const minute = (ago: number, decision: string, events: number): MinuteCount => ({ minute: LAST - ago, decision, events });
const hours = (perDay: readonly (readonly [allow: number, deny: number])[]): HourCount[] =>
	perDay.flatMap(([allow, deny], i) => {
		const hour = sameHours(hourOf(NOW))[i] ?? 0;
		return [
			{ hour, decision: 'allow', events: allow },
			{ hour, decision: 'deny', events: deny },
		];
	});

test('deny rate: what is normal is the lowest and the highest of the same hour, and the rule says where attention begins', () => {
	const { tile, panel } = denials(
		[minute(1, 'allow', 90), minute(2, 'deny', 30)],
		hours([
			[96, 4],
			[91, 9],
			[94, 6],
		]),
		NOW,
		ZONES,
	);
	expect(panel.band).toEqual({ low: 0.04, high: 0.09, days: 3 });
	expect(tile).toMatchObject({ state: 'attention', figure: { value: '25', unit: '%' } });
	expect(plain(tile.said)).toBe('30 of 120 decisions in 5 min; normal 4 to 9 % at this hour (3 days)');
	expect(plain(tile.rule)).toBe(
		'Attention above 14 % (1.5 times the highest of these hours, at least 5 points more), from 20 decisions on',
	);
	expect(tile.search).toContain('q=decision%3Adeny'.replace('%3A', ':'));
});

test('deny rate: neither few decisions nor a hour as usual ask for attention; where nothing is known, half does', () => {
	const usual = hours([[90, 10]]);
	expect(denials([minute(0, 'deny', 19)], usual, NOW, ZONES).tile.state).toBe('calm');
	expect(denials([minute(0, 'deny', 20)], usual, NOW, ZONES).tile.state).toBe('attention');
	expect(denials([minute(5, 'deny', 500), minute(1, 'allow', 85), minute(1, 'deny', 15)], usual, NOW, ZONES).tile.state).toBe('calm');
	expect(denyLimit(null)).toBe(0.5);
	expect(denyLimit({ low: 0.9, high: 0.9, days: 7 })).toBe(1);
	const { tile, panel } = denials([], hours([[10, 9]]), NOW, ZONES);
	expect(panel.band).toBeNull();
	expect(tile).toMatchObject({ state: 'calm', figure: { value: 'none', unit: 'decided' } });
	expect(panel.minutes).toHaveLength(60);
});

test('decisions: by outcome, over the present minute and the one before, and a flood by what the hour usually has', () => {
	const seconds = Number(NOW % MICROS_PER_MINUTE) / 1_000_000 + 60;
	const counts = [minute(0, 'allow', 2 * seconds), minute(1, 'deny', seconds), minute(2, 'allow', 1e6), minute(0, 'none', 1e6)];
	const tile = decisions(counts, hours([[3_600, 0]]), NOW, ZONES);
	expect(tile).toMatchObject({ state: 'calm', figure: { value: '3', unit: 'per s' } });
	expect(plain(tile.said)).toBe(`allow 2, deny 1; over ${seconds} s`);
	expect(tile.series?.values.at(-1)).toBe(seconds);
	expect(decisions([minute(0, 'allow', 4 * seconds)], hours([[3_600, 0]]), NOW, ZONES).state).toBe('attention');
	expect(decisions([minute(0, 'allow', 4 * seconds)], [], NOW, ZONES).state).toBe('calm');
});

test('held: what waits long or ends soon asks for attention; what is over waits no more', () => {
	const row = (agoMin: number, leftMin: number | null): HeldRow => ({
		zoneNo: 1,
		seq: 1,
		at: NOW - BigInt(agoMin) * MICROS_PER_MINUTE,
		challenge: 'ch',
		app: 'billing',
		tier: 'high',
		expiresAt: leftMin === null ? null : NOW + BigInt(leftMin) * MICROS_PER_MINUTE,
	});
	const of = (...rows: HeldRow[]) => held(rows, true, NOW, ZONES, () => 'prod-eu');
	expect(of().tile).toMatchObject({ state: 'calm', figure: { value: '0' }, said: 'nobody waits for an answer' });
	expect(of(row(1, 9)).tile.state).toBe('calm');
	expect(of(row(6, null)).tile.state).toBe('attention');
	expect(of(row(1, 1)).tile.state).toBe('attention');
	expect(of(row(9, 0)).panel).toEqual({ approvals: [], total: 0, exact: true });
	expect(plain(of(row(4, 9), row(1, 3)).tile.said)).toBe('the oldest for 4 min; the next ends in 3 min');
	expect(held([row(1, 9)], false, NOW, ZONES, () => '').tile.figure.value).toBe('at least 1');
});

test('tokens: one in this hour or the last asks for attention, an older one is counted', () => {
	const last = hourOf(NOW);
	expect(
		tokens(
			[
				{ hour: last - 2, events: 3 },
				{ hour: last - 24, events: 9 },
			],
			NOW,
			ZONES,
		),
	).toMatchObject({ state: 'calm', figure: { value: '3' } });
	expect(tokens([{ hour: last - 1, events: 1 }], NOW, ZONES).state).toBe('attention');
	expect(tokens([], NOW, ZONES).search).toContain(
		`from=${new Date(Number(startOfHour(last - 23) / 1000n)).toISOString().replace('.000', '')}`,
	);
});

test('revocations: the first use after one asks for attention and leads to that one', () => {
	const row = { zoneNo: 1, revocations: 5, inFlight: 2, uses: 0, brokenSeq: null };
	const calm = revocations([row], () => 'prod-eu');
	expect(calm).toMatchObject({ state: 'calm', figure: { value: '2' }, search: null, page: '/authority/revocations?zone=prod-eu' });
	expect(plain(calm.said)).toBe('no use after 5 revocations in 24 h on record');
	const broken = revocations([row, { ...row, zoneNo: 2, uses: 3, brokenSeq: 40 }], (zoneNo) => `zone-${zoneNo}`);
	expect(broken).toMatchObject({ state: 'attention', meaning: 'fault', page: '/authority/revocations/40?zone=zone-2' });
	expect(plain(broken.said)).toBe('3 uses after 10 revocations in 24 h on record, in zone-2');
	expect(needsOf([broken], [])).toMatchObject([{ tile: 'revocations', page: broken.page }]);
	expect(revocations([], () => '')).toMatchObject({ state: 'calm', figure: { value: '0' }, page: '/authority/revocations' });
	expect(revocationTimes(NOW)).toEqual({ since: NOW - 86_400_000_000n, flightSince: NOW - 900_000_000n });
});

test('refusals: what is refused often and far more than before; windows shrink where there are too many events', () => {
	expect([
		risesSharply({ events: 20, before: 6 }),
		risesSharply({ events: 20, before: 7 }),
		risesSharply({ events: 19, before: 0 }),
	]).toEqual([true, false, false]);
	expect(refusalMinutes([minute(0, 'allow', 10)], NOW)).toBe(15);
	expect(refusalMinutes([minute(14, 'allow', 290_000), minute(9, 'allow', 20_000)], NOW)).toBe(5);
	expect(refusalMinutes([minute(0, 'allow', 1e9)], NOW)).toBe(2);
	const calm = refusals([{ field: 'reason', value: 'no_rule_matched', name: null, events: 9, before: 8 }], 15, NOW, ZONES).tile;
	expect(calm).toMatchObject({ state: 'calm', figure: { value: '9', unit: 'times no_rule_matched' } });
	const risen = refusals(
		[
			{ field: 'reason', value: 'no_rule_matched', name: null, events: 90, before: 80 },
			{ field: 'app', value: 'app_1', name: 'mailer', events: 60, before: 2 },
		],
		15,
		NOW,
		ZONES,
	).tile;
	expect(risen).toMatchObject({ state: 'attention', figure: { value: '60', unit: 'times mailer' } });
	expect(refusals([], 15, NOW, ZONES).tile).toMatchObject({ state: 'calm', figure: { value: '0', unit: 'refused' } });
});

const WORKER: WorkerState = {
	alive: 1,
	silentMs: 900,
	acceptsUnsigned: false,
	lagEntries: 0,
	lagMs: 0,
	deadLetters: 0,
	lastCommitAt: null,
	lastError: null,
};

test('pipeline: lag, dead letters and a missing worker ask for attention; what was not measured is unknown', () => {
	expect(pipeline(WORKER)).toMatchObject({ state: 'calm', said: expect.stringContaining('0 waiting') });
	expect(pipeline({ ...WORKER, lagEntries: 96, lagMs: 11_000 }).state).toBe('attention');
	expect(pipeline({ ...WORKER, deadLetters: 1 }).state).toBe('attention');
	expect(pipeline({ ...WORKER, alive: 0 })).toMatchObject({
		state: 'attention',
		meaning: 'unknown',
		figure: { value: 'no', unit: 'worker' },
	});
	expect(pipeline({ ...WORKER, lagEntries: null, lagMs: null }).figure).toEqual({ value: 'unknown', unit: 'lag' });
});

test('integrity: a finding asks for attention, and what needs somebody begins with it', () => {
	const heads = [{ zone: 'prod-eu', seq: 4, at: NOW }];
	const found = { zoneId: 'prod-eu', findings: 2, kind: 'content_mismatch_on_replay', eventId: 'e 1', at: NOW };
	expect(integrity(heads, [], 10).tile).toMatchObject({ state: 'calm', search: null });
	const { tile, chains } = integrity(heads, [found], 10);
	expect(tile).toMatchObject({ state: 'attention', meaning: 'fault', figure: { value: '2', unit: 'open findings' } });
	expect(chains[0]?.search).toContain('id:%22e%201%22');
	expect(integrity(heads, [{ ...found, findings: 10 }], 10).tile.figure.value).toBe('at least 10');
	const voice = {
		zone: 'prod-eu',
		what: 'producer',
		name: 'Gateway',
		usualPerMinute: 40,
		lastAt: null,
		isSilent: true,
		said: 'no Gateway events',
		search: '',
	} as const;
	const needs = needsOf([silence([voice], true), pipeline({ ...WORKER, deadLetters: 1 }), tile], [voice]);
	expect(needs.map(({ title }) => plain(title))).toEqual([
		'Integrity: 2 open findings',
		'Pipeline: 0 ms behind',
		'Gateway of prod-eu is silent',
	]);
	expect(silence([voice], false)).toMatchObject({ meaning: 'unknown', said: expect.stringContaining('the ledger is behind') });
});

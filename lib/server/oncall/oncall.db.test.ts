import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedAuditEvents } from '../../../db/testing/seed-audit-events';
import type { OnCall, Tile } from '../../api/oncall';
import type { TileId } from '../../api/oncall-names';
import { searchOf } from '../../api/search-query';
import type { AuditEvent } from '../../events/contract';
import { totalEvents } from '../events/count';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { readOnCall } from './read';

const ctx = contextOf('viewer');
const MINUTE = 60_000_000n;
const HOUR = 60n * MINUTE;
const SECRET = `cat_AbCd1234_${'x'.repeat(43)}`;
let database: ConsoleDatabase;
let now = 0n;
let busy: OnCall;
let quiet: OnCall;

const tileOf = (answer: OnCall, id: TileId): Tile => {
	const tile = answer.tiles.find((each) => each.id === id);
	if (tile === undefined) throw new Error(`no tile ${id}`);
	return tile;
};
/** How many events the search finds that a figure leads to. */
async function found(search: string | null): Promise<number | null> {
	const { total } = await totalEvents({ ctx, input: { search: searchOf(Object.fromEntries(new URLSearchParams(search ?? 'x=1'))) } });
	return total;
}
interface Seeded {
	readonly zone: string;
	readonly at: bigint;
	readonly type?: string;
	readonly decision?: string;
	readonly status?: string;
	readonly metadata?: object;
}
let made = 0;
const auditEvent = ({ zone, at, type = 'token_exchange', decision = '', status = 'complete', metadata }: Seeded): AuditEvent => ({
	id: `e-${++made}`,
	zoneId: zone,
	eventType: type,
	requestId: '',
	decision,
	policySetId: '',
	policySetVersionId: '',
	manifestSha: '',
	evaluationStatus: status,
	determiningPoliciesText: null,
	diagnosticsText: null,
	metadataText: metadata === undefined ? null : JSON.stringify(metadata),
	occurredAt: at,
});
const times = (count: number, event: (i: number) => Seeded) => Array.from({ length: count }, (_, i) => event(i));
const hold = (challenge_id: string, ago: bigint, more: object = {}): Seeded => ({
	zone: 'busy',
	at: now - ago,
	type: 'step_up_issued',
	decision: 'pending',
	metadata: { challenge_id, application_name: 'billing', tier: 'high', ...more },
});

beforeAll(async () => {
	database = await useConsoleDatabase();
	now = BigInt(Date.now()) * 1000n;
	const hour = now - (now % HOUR);
	// three hours on the last two days, so that it does not matter how far into its hour the test runs
	const usual = [1n, 2n].flatMap((day) =>
		[-1n, 0n, 1n].flatMap((back) => [
			...times(30, () => ({ zone: 'busy', at: hour - day * 24n * HOUR - back * HOUR + 5n * MINUTE, decision: 'allow' })),
			...times(90, () => ({ zone: 'quiet', at: hour - day * 24n * HOUR - back * HOUR + 5n * MINUTE, type: 'gateway_resource_request' })),
		]),
	);
	const events: Seeded[] = [
		...usual,
		...times(24, (i) => ({
			zone: 'busy',
			at: now - BigInt(i) * 1_000_000n,
			decision: 'deny',
			status: 'no_rule_matched',
			metadata: { application_id: i === 0 ? SECRET : 'app_mailer', resource: 'resource://crm' },
		})),
		...times(8, (i) => ({ zone: 'busy', at: now - BigInt(i) * 1_000_000n, decision: 'allow' })),
		{ zone: 'busy', at: now - 20n * MINUTE, decision: 'deny', status: 'no_rule_matched' },
		{ zone: 'busy', at: now - 1_000_000n, type: 'replay_detected', decision: 'deny', status: 'replay' },
		hold('waits', 6n * MINUTE),
		hold('answered', 7n * MINUTE),
		{ ...hold('answered', 5n * MINUTE), type: 'step_up_decided', decision: 'approved' },
		hold('over', 8n * MINUTE, { expires_at: new Date(Number((now - MINUTE) / 1000n)).toISOString() }),
	];
	await seedAuditEvents(database.owner, events.map(auditEvent));
	await database.owner`insert into audit_ingest_alerts (event_id, zone_id, kind) values ('e-1', 'busy', 'content_mismatch_on_replay')`;
	await database.owner`insert into worker_heartbeats (worker_id, undelivered_entries, pending_entries, oldest_pending_ms, dead_letter_entries) values ('w', 0, 0, 0, 3)`;
	await database.owner`insert into authority_revocations (zone_no, seq, kind, decided_at, id, facts)
		select zone_no, n, 'delegation', ${String(now - 2n * MINUTE)}::bigint - n * ${String(10n * MINUTE)}::bigint, 'e', '' from zones, generate_series(1, 3) as n where zone_id = 'busy'`;
	await database.owner`insert into authority_checks (zone_no, seq, decided_at, checked_at, violations)
		select zone_no, n, 1, now(), n - 1 from zones, generate_series(1, 3) as n where zone_id = 'busy'`;
	busy = await readOnCall({ ctx, zones: ['busy'] });
	quiet = await readOnCall({ ctx, zones: ['quiet'] });
}, 60_000);
afterAll(() => database?.close());

test('a burst of denials asks for attention, with its rule, and leads to as many events as it counted', async () => {
	const denials = tileOf(busy, 'denials');
	expect(denials).toMatchObject({ state: 'attention', figure: { value: '76', unit: '%' } });
	expect(denials.said).toContain(
		'25 of 33 decisions in 5 min; normal 0 % at this hour (2 days)'.replaceAll(/(\d) (min|dec|%|days)/g, '$1\u00a0$2'),
	);
	expect(denials.rule).toContain('Attention above 5');
	expect(await found(denials.search)).toBe(25);
	expect(busy.denials.minutes.reduce((sum, minute) => sum + minute.denied, 0)).toBe(26);
	expect(await found(tileOf(busy, 'decisions').search)).toBe(33);
});

test('what is refused is counted against the time before, by reason, application and resource', async () => {
	const [reasons, apps, resources] = busy.refusals.fields;
	expect(reasons?.values).toMatchObject([
		{ value: 'no_rule_matched', events: 24, before: 1, rises: true },
		{ value: 'replay', events: 1, before: 0, rises: false },
	]);
	expect(apps?.values).toMatchObject([
		{ value: 'app_mailer', events: 23 },
		{ value: '[redacted]', events: 1 },
	]);
	expect(resources?.values).toMatchObject([{ value: 'resource://crm', events: 24 }]);
	expect(await found(reasons?.values[0]?.search ?? null)).toBe(24);
	expect(tileOf(busy, 'refusals')).toMatchObject({ state: 'attention', figure: { value: '24', unit: 'times no_rule_matched' } });
});

test('approvals that were answered or are over wait no more', async () => {
	expect(busy.held).toMatchObject({
		total: 1,
		exact: true,
		approvals: [{ zone: 'busy', challenge: 'waits', app: 'billing', tier: 'high' }],
	});
	expect(tileOf(busy, 'held')).toMatchObject({ state: 'attention', figure: { value: '1', unit: 'waiting' } });
	expect(await found(tileOf(busy, 'held').search)).toBe(1);
});

test('replays, findings and dead letters are told, the most urgent first', async () => {
	expect(tileOf(busy, 'tokens')).toMatchObject({ state: 'attention', figure: { value: '1' } });
	expect(await found(tileOf(busy, 'tokens').search)).toBe(1);
	expect(busy.chains).toMatchObject([{ zone: 'busy', findings: 1, newest: { kind: 'content_mismatch_on_replay', eventId: 'e-1' } }]);
	expect(tileOf(busy, 'pipeline').said).toContain('3\u00a0dead letters');
	expect(tileOf(busy, 'revocations')).toMatchObject({
		...{ state: 'attention', figure: { value: '1' }, page: '/authority/revocations/2?zone=busy' },
		said: expect.stringMatching(/^3.uses after 3.revocations/),
	});
	expect(tileOf(quiet, 'revocations')).toMatchObject({ state: 'calm', figure: { value: '0' } });
	expect(busy.needs.map(({ tile }) => tile)).toEqual(['integrity', 'revocations', 'tokens', 'denials', 'held', 'pipeline', 'refusals']);
});

test('a zone that usually speaks and does not is said, and only there', () => {
	expect(tileOf(busy, 'silence').state).toBe('calm');
	expect(quiet.voices).toMatchObject([{ zone: 'quiet', what: 'zone', isSilent: true }]);
	expect(tileOf(quiet, 'silence')).toMatchObject({ state: 'attention', figure: { value: '1', unit: 'silent of 1' } });
	expect(quiet.needs.map(({ title }) => title)).toContain('quiet is silent');
	expect(quiet.voices[0]?.said).toMatch(/^no events for (23\sh|1\sd).*; usually 1\.5\/min$/);
});

test('a zone that nothing happens in says so, and one that is not the asker’s says nothing', async () => {
	expect(tileOf(quiet, 'denials')).toMatchObject({ state: 'calm', figure: { value: 'none', unit: 'decided' } });
	expect(tileOf(quiet, 'refusals').said).toBe('nothing was refused in 15\u00a0min');
	expect(JSON.stringify(quiet)).not.toContain('mailer');
	expect(JSON.stringify(busy)).not.toContain(SECRET);
	await expect(readOnCall({ ctx: contextOf('viewer', ['quiet']), zones: ['busy'] })).rejects.toMatchObject({ code: 'forbidden' });
	expect((await readOnCall({ ctx: contextOf('viewer', ['quiet']), zones: [] })).zones).toEqual(['quiet']);
});

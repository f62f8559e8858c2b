import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedEvents } from '../../../db/testing/seed-events';
import { formatMicros } from '../../time';
import { DEFAULT_SEARCH } from '../../url/search';
import { listEvents } from '../events/list';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';
import { setWebEnv } from '../testing/web-env';
import { eventContext } from './context';
import { eventDifferences } from './differences';
import { exportEvents } from './export';
import { InstantWriter } from './export-cells';
import { ExportLine } from './export-line';
import { eventFacets } from './facets';
import { eventHistogram } from './histogram';
import { inTime } from './in-time';
import { asked } from './question';
import { eventValues } from './values';

const NOON = 1_793_620_800_000_000n;
const MINUTE = 60_000_000n;
const COUNT = 130;
let database: ConsoleDatabase;
const ctx = contextOf('admin');
const search = (q = '', zones: string[] = []) => ({ ...DEFAULT_SEARCH, q, zones, range: { kind: 'all' as const } });

beforeAll(async () => {
	setWebEnv();
	database = await useConsoleDatabase();
	await seedEvents(
		database.owner,
		Array.from({ length: COUNT }, (_, i) => ({
			zone: i % 10 === 9 ? 'zn_b' : 'zn_a',
			at: NOON + BigInt(i) * MINUTE,
			decision: i % 13 === 0 ? 'deny' : 'allow',
			requestId: `r${i}`,
			metadata: {
				application_id: i % 13 === 0 ? '=app,"odd"' : 'app_mailer',
				application_name: 'mailer',
				agent_labels: ['a b', 'c'],
				password: 's3cr3t',
			},
		})),
	);
	await database.owner`insert into search_names (zone_no, field, name, id) select zone_no, 1, 'mailer', 'app_mailer' from zones`;
});
afterAll(() => database?.close());

describe('a query that cannot be read', () => {
	test.each(['app:', '"open', 'nosuch:1', 'latency:9..1', 'meta.token:x', '(', 'a AND', `${'x '.repeat(6000)}`, 'since:yesterday'])(
		'%j is told with its place',
		async (q) => {
			for (const ask of [listEvents, eventHistogram, eventFacets])
				await expect(ask({ ctx, input: { search: search(q) } })).rejects.toMatchObject({
					code: 'invalid_input',
					message: expect.stringMatching(/at characters? \d+/),
				});
		},
	);

	test.each(['100%', 'a_b*', '(a|b)', 'x.+y', 'żółć', '😀', `"'; drop table x; --"`, '"C: new"', '%_%x'])('%j is one', async (q) => {
		expect((await listEvents({ ctx, input: { search: search(q) } })).exact).toBe(true);
	});
});

describe('pages by a query', () => {
	test.each(['decision:deny', 'app:mailer', 'r12*', '-decision:deny'])('%s: every event once, both ways', async (q) => {
		const all = (await listEvents({ ctx, input: { search: search(q), limit: 500 } })).events.map(({ id }) => id);
		const older: string[] = [];
		let before: string | undefined;
		let first: string | null = null;
		do {
			const page = await listEvents({ ctx, input: { search: search(q), limit: 7, before } });
			older.push(...page.events.map(({ id }) => id));
			before = page.older ?? undefined;
			first = page.newer ?? first;
		} while (before !== undefined);
		expect(older).toEqual(all);
		expect(all.length).toBeGreaterThan(5);
		let after = first;
		for (let steps = 0; after !== null && steps < 100; steps++)
			after = (await listEvents({ ctx, input: { search: search(q), limit: 7, after } })).newer;
		expect(after).toBeNull();
	});

	test('rows carry what columns show', async () => {
		const { events } = await listEvents({ ctx, input: { search: search('id:zn_a-1') } });
		expect(events[0]).toMatchObject({ app: '=app,"odd"', appName: 'mailer', labels: ['a b', 'c'], reason: 'complete', host: null });
	});
});

describe('context', () => {
	test('shows what stands around an event in its zone, and goes on either way', async () => {
		const middle = await eventContext({ ctx, input: { place: { zone: 'zn_a', seq: 60 }, older: 5, newer: 5 } });
		expect(middle.events.map(({ seq }) => seq)).toEqual([65, 64, 63, 62, 61, 60, 59, 58, 57, 56, 55]);
		const older = await eventContext({ ctx, input: { place: { zone: 'zn_a', seq: 60 }, older: 3, before: middle.older ?? '' } });
		expect(older.events.map(({ seq }) => seq)).toEqual([54, 53, 52]);
		const newer = await eventContext({ ctx, input: { place: { zone: 'zn_a', seq: 60 }, newer: 100, after: middle.newer ?? '' } });
		expect(newer.events.at(-1)?.seq).toBe(66);
		expect(newer.newer).toBeNull();
		await expect(eventContext({ ctx, input: { place: { zone: 'zn_a', seq: 9999 } } })).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('panels', () => {
	test('say what they were counted from', async () => {
		expect(await eventHistogram({ ctx, input: { search: search(), bars: 10 } })).toMatchObject({
			total: COUNT,
			source: 'rollup',
			exact: true,
			covered: null,
		});
		expect(await eventHistogram({ ctx, input: { search: search('app:app_mailer') } })).toMatchObject({
			total: 120,
			source: 'projection',
			exact: true,
		});
		expect(await eventFacets({ ctx, input: { search: search('r5'), field: 'decision' } })).toMatchObject({
			source: 'ledger',
			facets: [{ values: [{ value: 'allow', events: 1 }] }],
		});
		expect((await eventValues({ ctx, input: { search: search(), field: 'decision', prefix: 'd' } })).values).toEqual([
			{ value: 'deny', events: 10 },
		]);
	});

	test('differences rank what tells the two sides apart', async () => {
		const { selected, rest, fields } = await eventDifferences({
			ctx,
			input: { search: search(), from: null, to: null, q: 'decision:deny' },
		});
		expect([selected, rest]).toEqual([10, 120]);
		expect(fields.slice(0, 4).map(({ field, value }) => `${field} ${value}`)).toEqual(
			expect.arrayContaining(['decision deny', 'app =app,"odd"', 'app app_mailer']),
		);
		expect(fields.find(({ value }) => value === 'deny')?.lift).toBeNull();
	});

	test('what takes too long is answered about less, and says so', async () => {
		const question = await asked(ctx, search());
		const slow = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
		const windows: (bigint | null)[] = [];
		const given = await inTime(
			question,
			async (_, window) => {
				windows.push(window.from);
				if (windows.length < 3) throw slow;
				return 'something';
			},
			undefined,
		);
		expect(given).toMatchObject({ answer: 'something', covered: { to: null } });
		expect(windows[2]).toBeGreaterThan(windows[1] ?? 0n);
		expect(await inTime(question, () => Promise.reject(slow), undefined)).toBeNull();
	});

	test('an answer nobody waits for is not read', async () => {
		const signal = AbortSignal.abort(new Error('gone'));
		await expect(eventFacets({ ctx, input: { search: search() }, signal })).rejects.toThrow('gone');
	});

	test('a read that is not wanted any more is ended in the database', async () => {
		const question = await asked(ctx, search());
		const aborted = new AbortController();
		const { sql } = await import('drizzle-orm');
		const reading = inTime(question, (reader) => reader.execute(sql`select pg_sleep(60)`) as unknown as Promise<unknown>, aborted.signal);
		setTimeout(() => aborted.abort(new Error('gone')), 300);
		await expect(reading).rejects.toThrow('gone');
		const [row] = await database.owner<
			{ n: number }[]
		>`select count(*)::int as n from pg_stat_activity where query like '%pg_sleep(60)%' and state = 'active' and pid <> pg_backend_pid()`;
		expect(row?.n).toBe(0);
	});
});

describe('export', () => {
	const columns = ['time', 'zone', 'seq', 'decision', 'app', 'latency', 'labels'];
	const ask = async (given: object) => exportEvents({ ctx, input: { search: search(), timeZone: null, format: 'csv', columns, ...given } });

	test('CSV holds every event, guards against formulas, and ends with how many there are', async () => {
		const response = await ask({});
		expect(response.headers.get('x-total-rows')).toBe(String(COUNT));
		const lines = (await response.text()).split('\r\n');
		expect(lines[0]).toBe('time,zone,seq,decision,app,latency,labels');
		expect(lines[1]).toBe('2026-11-02T14:09:00.000000Z,zn_b,13,allow,app_mailer,,a b c');
		expect(lines).toHaveLength(COUNT + 3);
		expect(lines.at(-2)).toBe(`# rows: ${COUNT}`);
		expect(lines.filter((line) => line.includes(`"'=app,""odd"""`))).toHaveLength(10);
	});

	test('lines are read field by field, and instants written whatever their year', () => {
		const line = new ExportLine();
		const text = '5,1,70,3,,8,,,,,0,12 7\n1793620800000001,2,71,3,4,,,,,,,';
		const next = line.read(text, 0);
		expect([line.digits(0), line.no(3), line.no(4), line.no(5), line.digits(10), line.labelNos()]).toEqual(['5', 3, 0, 8, '0', [12, 7]]);
		expect(line.read(text, next)).toBe(text.length + 1);
		expect([line.digits(0), line.digits(2), line.no(4), line.digits(10), line.labelNos()]).toEqual(['1793620800000001', '71', 4, '', []]);
		const [utc, local] = [new InstantWriter('UTC'), new InstantWriter('Asia/Kolkata')];
		for (const micros of ['0', '5', '-1', '999999', '1000000', '-1000001', '1793620800000001', '1793620800999999', '253402300799999999'])
			expect(utc.write(micros)).toBe(formatMicros(BigInt(micros)));
		expect(local.write('1793620800000001')).toBe(formatMicros(1_793_620_800_000_001n + 330n * MINUTE).replace('Z', '+05:30'));
	});

	test('JSON lines with their records, masked, in a time zone', async () => {
		const response = await ask({
			search: search('decision:deny'),
			format: 'ndjson',
			columns: ['time', 'id', 'what', 'labels', 'metadata'],
			timeZone: 'Asia/Kolkata',
		});
		const rows = (await response.text())
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(rows).toHaveLength(11);
		expect(rows[9]).toMatchObject({
			time: '2026-11-02T17:30:00.000000+05:30',
			id: 'zn_a-1',
			labels: ['a b', 'c'],
			metadata: { password: '[redacted]' },
		});
		expect(rows[10]).toMatchObject({ trailer: { rows: 10, complete: true, zones: ['zn_a', 'zn_b'], query: 'decision:deny' } });
	});

	test('of a request, of words, and of nothing', async () => {
		const rows = async (q: string) => (await (await ask({ search: search(q) })).text()).split('\r\n').at(-2);
		expect(await rows('request:r7')).toBe('# rows: 1');
		expect(await rows('r8')).toBe('# rows: 1');
		expect(await rows('app:nobody')).toBe('# rows: 0');
	});

	test('is recorded, and needs its permission', async () => {
		await takeRecorded(database.owner);
		await (await ask({ search: search('decision:deny', ['zn_a']) })).text();
		expect((await takeRecorded(database.owner)).map(({ event_type, zone_id }) => [event_type, zone_id])).toEqual([
			['console.export', 'zn_a'],
		]);
		await expect(
			exportEvents({ ctx: contextOf('viewer'), input: { search: search(), timeZone: null, format: 'csv', columns } }),
		).rejects.toMatchObject({ code: 'forbidden' });
	});
});

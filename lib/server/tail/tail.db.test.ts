import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedEvents } from '../../../db/testing/seed-events';
import type { TailNotice } from '../../api/tail';
import { Context } from '../access';
import { webBody } from '../http/web-body';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';
import { setWebEnv } from '../testing/web-env';
import { openCursor, sealCursor } from './cursor';
import { tailHub } from './hub';
import { openStreams } from './limits';
import { openTail } from './open';
import { tell, tokenContext } from './testing/asker';
import { TailReader } from './testing/tail-reader';

const MICROS = 1_764_000_000_000_000n;
const BEGIN = '2000-01-01T00:00:00Z';
let ctx: Context;
let database: ConsoleDatabase;
let made = 0;

async function append(zones: readonly string[], with_: Record<string, unknown> = {}): Promise<void> {
	await seedEvents(
		database.owner,
		zones.map((zone) => ({ zone, at: MICROS + BigInt(made++), requestId: 'req-1', ...with_ })),
	);
	await tell(database.owner);
}

interface Given {
	zones?: string[];
	q?: string;
	since?: string;
	mode?: 'all' | 'latest';
	rows?: 'item' | 'record';
	after?: string | null;
	until?: 'stopped' | 'now';
}
async function open(given: Given = {}, as: Context = ctx): Promise<TailReader> {
	const { after, ...rest } = given;
	const input = { zones: [], q: '', mode: 'all', rows: 'item', until: 'stopped', ...rest, ...(after === null ? {} : { after }) };
	return new TailReader().use(webBody(await openTail({ ctx: as, input })));
}
async function whole(given: Given = {}): Promise<TailReader> {
	const reader = await open({ since: BEGIN, until: 'now', ...given });
	await reader.toEnd();
	return reader;
}

beforeAll(async () => {
	setWebEnv({ TAIL_OPENS_PER_MINUTE: '1000000', TAIL_STREAMS_PER_ASKER_MAX: '20' });
	database = await useConsoleDatabase();
	({ ctx } = await tokenContext(database.owner));
	await append(['zn_a', 'zn_b', 'zn_a']);
});
afterAll(() => database?.close());

describe('a stream', () => {
	test('goes from history into what comes without a seam, in order, and new zones come too', async () => {
		const reader = await open({ since: BEGIN });
		await reader.until((each) => each.shown.length === 3);
		await append(['zn_b', 'zn_a', 'zn_new']);
		await reader.until((each) => each.shown.length === 6);
		await append(['zn_a']);
		await reader.until((each) => each.shown.length === 7);
		await reader.cancel();
		const of = (zone: string) => reader.shown.filter((place) => place.startsWith(zone));
		expect(of('zn_a')).toEqual(['zn_a/1', 'zn_a/2', 'zn_a/3', 'zn_a/4']);
		expect(of('zn_b')).toEqual(['zn_b/1', 'zn_b/2']);
		expect(of('zn_new')).toEqual(['zn_new/1']);
		expect(openStreams()).toBe(0);
	});

	test('tells where to go on before the first row, and goes on there', async () => {
		const first = await open();
		await first.until((each) => each.lastId !== null);
		await first.cancel();
		await append(['zn_a', 'zn_b']);
		const second = await open({ after: first.lastId });
		await second.until((each) => each.shown.length === 2);
		await second.cancel();
		expect(second.shown.map((place) => place.split('/')[0])).toEqual(['zn_a', 'zn_b']);
	});

	test('resumed from any of its ids gives what came behind that id', async () => {
		const { frames, shown } = await whole();
		const ids = frames.filter((frame) => frame.event === 'events');
		let before = 0;
		for (const frame of ids) {
			before += (JSON.parse(frame.data) as unknown[]).length;
			const rest = await whole({ since: undefined, after: frame.id });
			expect(rest.shown).toEqual(shown.slice(before));
		}
		expect(before).toBe(shown.length);
	});

	test('shows rows of the search, or records', async () => {
		const items = await whole({ q: 'zone:zn_new' });
		expect(JSON.parse(items.frames.find((frame) => frame.event === 'events')?.data ?? '')[0]).toMatchObject({
			zone: 'zn_new',
			seq: 1,
			requestId: 'req-1',
			streamedAt: expect.stringMatching(/Z$/),
		});
		const records = await whole({ rows: 'record', zones: ['zn_new'] });
		expect(records.shown).toEqual(['zn_new/1']);
	});

	test('is recorded once, with its filter', async () => {
		await takeRecorded(database.owner);
		await whole({ zones: ['zn_a'], q: 'decision:deny' });
		expect(
			(await takeRecorded(database.owner)).map(({ event_type, zone_id, metadata_json }) => [event_type, zone_id, metadata_json.filters]),
		).toEqual([['console.search', 'zn_a', { view: 'tail', q: 'decision:deny', since: BEGIN }]]);
		await whole();
		expect((await takeRecorded(database.owner)).map(({ zone_id }) => zone_id)).toEqual(['console']);
	});
});

describe('a position', () => {
	test('of any size is small', () => {
		const most = Number.MAX_SAFE_INTEGER;
		const cursor = sealCursor({ from: most - 1000, to: most, zoneNo: 2 ** 31 - 1, seq: most });
		expect(cursor.length).toBeLessThan(100);
		expect(openCursor(cursor)).toEqual({ from: most - 1000, to: most, zoneNo: 2 ** 31 - 1, seq: most });
	});

	test('is refused by name', async () => {
		const cursor = sealCursor({ from: 1, to: 1, zoneNo: 0, seq: 0 });
		const forged = `${cursor.slice(0, 20)}${cursor[20] === 'A' ? 'B' : 'A'}${cursor.slice(21)}`;
		await expect(open({ after: forged })).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('forged') });
		await expect(open({ after: cursor.slice(0, -4) })).rejects.toMatchObject({ message: expect.stringContaining('is cut') });
		await expect(open({ after: 'x' })).rejects.toMatchObject({ message: expect.stringContaining('no position') });
		const ahead = sealCursor({ from: 1e9, to: 1e9, zoneNo: 0, seq: 0 });
		await expect(open({ after: ahead })).rejects.toMatchObject({ message: expect.stringContaining('ahead of the ledger') });
		const inside = sealCursor({ from: 0, to: 2, zoneNo: 2, seq: 1 });
		await expect(open({ after: inside }, contextOf('viewer', ['zn_a']))).rejects.toMatchObject({ code: 'forbidden' });
		await expect(open({ zones: ['zn_b'] }, contextOf('viewer', ['zn_a']))).rejects.toMatchObject({ code: 'forbidden' });
		expect(openStreams()).toBe(0);
	});
});

test('no more streams than one asker may have', async () => {
	const readers = await Promise.all(Array.from({ length: 20 }, () => open()));
	await expect(open()).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 10 });
	await Promise.all(readers.map((reader) => reader.cancel()));
	expect([openStreams(), tailHub().viewers.size]).toEqual([0, 0]);
});

describe('a stream ends with a reason', () => {
	test('when its token is revoked', async () => {
		const asker = await tokenContext(database.owner);
		const reader = await open({}, asker.ctx);
		await database.owner`update api_tokens set revoked_at = now() where token_id = ${asker.tokenId}`;
		await reader.toEnd();
		expect(reader.of<TailNotice>('notice')).toMatchObject([{ kind: 'signed_out', message: 'The token was revoked or has expired.' }]);
		expect(openStreams()).toBe(0);
	});

	test('when a zone it names is taken away, and when the zones it may read are others', async () => {
		const asker = await tokenContext(database.owner, ['zn_a', 'zn_b']);
		const named = await open({ zones: ['zn_b'] }, asker.ctx);
		const every = await open({}, asker.ctx);
		await database.owner`update api_tokens set zone_ids = array['zn_a'] where token_id = ${asker.tokenId}`;
		await Promise.all([named.toEnd(), every.toEnd()]);
		expect(named.of<TailNotice>('notice')).toMatchObject([{ kind: 'forbidden', message: 'You may not read zone zn_b any more.' }]);
		expect(every.of<TailNotice>('notice')).toMatchObject([{ kind: 'reconnect' }]);
		await every.cancel();
	});

	test('when the session is revoked, and when the role is', async () => {
		const asker = async () => {
			const [row] = await database.owner<{ user_id: number; session_id: string }[]>`
				with u as (insert into console_users (name, password_hash) values ('watcher-' || gen_random_uuid(), 'scrypt$none') returning user_id),
					m as (insert into console_memberships (user_id, zone_id, role) select user_id, null, 'viewer' from u)
				insert into console_sessions (user_id, expires_at) select user_id, now() + interval '1 hour' from u returning user_id, session_id`;
			const [id, sessionId] = [row?.user_id ?? 0, row?.session_id ?? ''];
			const memberships = [{ zoneId: null, role: 'viewer' as const }];
			const actor = { kind: 'user', id, name: 'watcher', memberships, sessionId, expiresAt: 0n, mustChangePassword: false } as const;
			return { id, sessionId, reader: await open({}, Context.authorize(actor, 'evidence.read', 'test')) };
		};
		const [left, lost, kept] = [await asker(), await asker(), await asker()];
		await database.owner`update console_sessions set revoked_at = now() where session_id = ${left.sessionId}`;
		await database.owner`delete from console_memberships where user_id = ${lost.id}`;
		await Promise.all([left.reader.toEnd(), lost.reader.toEnd()]);
		expect(left.reader.of<TailNotice>('notice')).toMatchObject([{ kind: 'signed_out' }]);
		expect(lost.reader.of<TailNotice>('notice')).toMatchObject([{ kind: 'forbidden' }]);
		expect(openStreams()).toBe(1);
		await kept.reader.cancel();
	});

	test('when it has lived long enough, and goes on from its last id', async () => {
		const hub = tailHub();
		const usual = hub.lifeMsMax;
		hub.lifeMsMax = 100;
		const reader = await open();
		hub.lifeMsMax = usual;
		await reader.toEnd();
		expect(reader.of<TailNotice>('notice')).toMatchObject([{ kind: 'reconnect' }]);
		expect([openStreams(), hub.viewers.size]).toEqual([0, 0]);
		await append(['zn_a']);
		const next = await open({ after: reader.lastId });
		await next.until((each) => each.shown.length === 1);
		await next.cancel();
	});
});

test('a position before what is kept is refused, and a beginning there ends with the reason', async () => {
	const { lastId } = await whole();
	await database.owner.begin(async (sql) => {
		await sql`set local session_replication_role = replica`;
		await sql`delete from ledger_events where chain_seq <= 2 and zone_no = (select zone_no from zones where zone_id = 'zn_a')`;
	});
	const ancient = sealCursor({ from: 0, to: 0, zoneNo: 0, seq: 0 });
	await expect(open({ after: ancient })).rejects.toMatchObject({ code: 'gone', message: expect.stringContaining('zn_a') });
	expect((await whole()).of<TailNotice>('notice')).toMatchObject([{ kind: 'gone' }]);
	// what is behind the position is all there, and so is a zone that lost nothing
	expect((await whole({ since: undefined, after: lastId })).of<TailNotice>('notice')).toMatchObject([{ kind: 'present' }]);
	expect((await whole({ zones: ['zn_new'] })).shown).toEqual(['zn_new/1']);
	expect(openStreams()).toBe(0);
});

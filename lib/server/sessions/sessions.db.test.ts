import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Context } from '../access';
import { actorOfSession } from '../auth/session';
import { startSession } from '../auth/start-session';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';
import { setWebEnv } from '../testing/web-env';
import { listSessions } from './list';
import { revokeSession } from './revoke';

const admin = contextOf('admin', null, 'users.manage');
let database: ConsoleDatabase;

beforeAll(async () => {
	setWebEnv();
	database = await useConsoleDatabase();
});
afterAll(() => database?.close());

interface Person {
	readonly userId: number;
	readonly sessionId: string;
	readonly ctx: Context;
}

/** A person with an open session, and the request of that session. */
async function person(name: string): Promise<Person> {
	const [row] = await database.owner<{ user_id: number }[]>`
		insert into console_users (name, password_hash) values (${name}, 'x') on conflict (name) do update set name = excluded.name returning user_id`;
	const userId = row?.user_id ?? 0;
	const sessionId = await startSession({ userId, name, method: 'password', userAgent: 'test', formerSessionId: null });
	const actor = await actorOfSession(sessionId);
	if (actor === null) throw new Error('the session does not count');
	return { userId, sessionId, ctx: Context.authorize(actor, 'signed_in', 'test') };
}
const idsOf = (list: { sessions: readonly { id: string }[] }) => list.sessions.map((session) => session.id);

test('somebody sees their own open sessions, newest first, and which one asks', async () => {
	const first = await person('anna');
	const second = await person('anna');
	await person('somebody else');
	for (const change of ['revoked_at = now()', "expires_at = now() - interval '1 s'", "seen_at = now() - interval '3 hours'"]) {
		const { sessionId } = await person('anna');
		await database.owner.unsafe(`update console_sessions set ${change} where session_id = '${sessionId}'`);
	}
	const list = await listSessions({ ctx: second.ctx, input: { limit: 10 } });
	expect(idsOf(list)).toEqual([second.sessionId, first.sessionId]);
	expect(list.sessions.map((session) => session.current)).toEqual([true, false]);
	expect(list.next).toBeNull();
});

test('those of others need users.manage; a token has none', async () => {
	const [anna, ben] = [await person('anna'), await person('ben')];
	const input = { user: String(ben.userId), limit: 10 };
	await expect(listSessions({ ctx: anna.ctx, input })).rejects.toMatchObject({ code: 'forbidden' });
	expect(idsOf(await listSessions({ ctx: admin, input }))).toEqual([ben.sessionId]);
	const token = Context.authorize({ ...admin.actor, kind: 'token' }, 'signed_in', 'test');
	expect(await listSessions({ ctx: token, input: { limit: 10 } })).toEqual({ sessions: [], next: null });
});

test('the list goes on page by page', async () => {
	const all: string[] = [];
	for (let i = 0; i < 5; i++) all.unshift((await person('cora')).sessionId);
	const { ctx } = await person('cora');
	const seen: string[] = [];
	for (let after: string | undefined; ; ) {
		const page = await listSessions({ ctx, input: { after, limit: 2 } });
		seen.push(...idsOf(page));
		if (page.next === null) break;
		after = page.next;
	}
	expect(seen).toEqual([ctx.actor.sessionId, ...all]);
});

test('a revoked session is out at its next request, and is recorded once', async () => {
	const { ctx, userId } = await person('dora');
	const other = await person('dora');
	await takeRecorded(database.owner);
	for (let i = 0; i < 2; i++) await revokeSession({ ctx, input: { sessionId: other.sessionId } });
	expect(await actorOfSession(other.sessionId)).toBeNull();
	expect(await actorOfSession(ctx.actor.sessionId ?? '')).not.toBeNull();
	const recorded = await takeRecorded(database.owner);
	expect(recorded.map((event) => event.event_type)).toEqual(['console.session_revoked']);
	expect(recorded[0]?.metadata_json).toMatchObject({ account_id: userId, console_session_id: other.sessionId, sessions: 1 });
});

test('one of another account is not there, except for who manages accounts', async () => {
	const [eva, finn] = [await person('eva'), await person('finn')];
	const answers = await Promise.all(
		[finn.sessionId, randomUUID()].map((sessionId) =>
			revokeSession({ ctx: eva.ctx, input: { sessionId } }).catch((error: { code: string; message: string }) => [
				error.code,
				error.message,
			]),
		),
	);
	expect(answers[0]).toEqual(['not_found', 'There is no such session.']);
	expect(answers[1]).toEqual(answers[0]);
	expect(await actorOfSession(finn.sessionId)).not.toBeNull();
	await revokeSession({ ctx: admin, input: { sessionId: finn.sessionId } });
	expect(await actorOfSession(finn.sessionId)).toBeNull();
});

import 'server-only';
import { randomUUID } from 'node:crypto';
import { findSession, revokeSession } from '../../../db/queries/sessions';
import { database } from '../database';
import { record } from '../record';

/** Ends the session that somebody signs out of, for every copy of its cookie, and records it. */
export async function signOut(sessionId: string | null): Promise<void> {
	if (sessionId === null) return;
	await database().transaction(async (reader) => {
		const session = await findSession(reader, sessionId);
		if (session === null || !(await revokeSession(reader, sessionId))) return;
		const actor = { kind: 'user', id: session.userId, name: session.name } as const;
		const details = { console_session_id: sessionId };
		await record({ actor, requestId: randomUUID() }, { action: 'console.sign_out', details }, reader);
	});
}

import 'server-only';
import { randomUUID } from 'node:crypto';
import { openSession, revokeSession } from '../../../db/queries/sessions';
import { touchSignIn } from '../../../db/queries/users';
import type { SignInMethod } from '../../events/console';
import { database } from '../database';
import { record } from '../record';
import { SESSION_SECONDS_MAX } from './session-limits';

const USER_AGENT_MAX = 300;

interface SignedIn {
	readonly userId: number;
	readonly name: string;
	readonly method: SignInMethod;
	readonly issuer?: string | undefined;
	/** What the browser calls itself. */
	readonly userAgent: string;
	/** The session the browser had before, which ends with this: nobody goes on in a session begun before the sign-in. */
	readonly formerSessionId: string | null;
}

/** Opens a new session for somebody who has proved who they are, and records the sign-in. @returns the session's id */
export async function startSession({ userId, name, method, issuer, userAgent, formerSessionId }: SignedIn): Promise<string> {
	const agent = userAgent.replace(/[^\x20-\x7e]/g, '').slice(0, USER_AGENT_MAX);
	return database().transaction(async (reader) => {
		const sessionId = await openSession(reader, userId, SESSION_SECONDS_MAX, agent);
		if (formerSessionId !== null) await revokeSession(reader, formerSessionId);
		await touchSignIn(reader, userId);
		const details = { method, console_session_id: sessionId, ...(issuer === undefined ? {} : { issuer }) };
		await record({ actor: { kind: 'user', id: userId, name }, requestId: randomUUID() }, { action: 'console.sign_in', details }, reader);
		return sessionId;
	});
}

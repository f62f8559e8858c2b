import postgres from 'postgres';
import { openDatabase } from '../../../db/database';
import { createTestDatabase } from '../../../db/testing/database';
import { testServices } from '../../../db/testing/env';
import type { Permission, Role } from '../../access/roles';
import { type Actor, Context } from '../access';
import { closeTailHub } from '../tail/hub';

export interface ConsoleDatabase {
	/** Raw client as the owner, for seeding. */
	readonly owner: postgres.Sql;
	/** Address of the database, as its owner. */
	readonly url: string;
	close(): Promise<void>;
}

/** Gives the verbs of this test process a fresh database, where they look for theirs. */
export async function useConsoleDatabase(): Promise<ConsoleDatabase> {
	const created = await createTestDatabase(testServices().databaseUrl);
	const owner = postgres(created.url, { max: 1, onnotice: () => {} });
	const { db, close } = openDatabase(created.url, { role: 'console_web', connectionsMax: 2, applicationName: 'test' });
	const holder = globalThis as typeof globalThis & { caracalDatabase?: { primary: typeof db; read: typeof db } };
	holder.caracalDatabase = { primary: db, read: db };
	return {
		owner,
		url: created.url,
		async close() {
			await closeTailHub();
			delete holder.caracalDatabase;
			await close();
			await owner.end();
			await created.drop();
		},
	};
}

/** An authorised request of an account with this role in these zones, or in every zone. */
export function contextOf(
	role: Role,
	zoneIds: readonly string[] | null = null,
	access: Permission | 'signed_in' = 'evidence.read',
): Context {
	const memberships = (zoneIds ?? [null]).map((zoneId) => ({ zoneId, role }));
	const actor: Actor = { kind: 'user', id: 1, name: 'mira', memberships, sessionId: null, expiresAt: 0n, mustChangePassword: false };
	return Context.authorize(actor, access, 'test');
}

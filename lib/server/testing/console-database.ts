import postgres from 'postgres';
import { openDatabase } from '../../../db/client';
import { createTestDatabase } from '../../../db/testing/database';
import { testServices } from '../../../db/testing/env';
import type { Context } from '../context';

export interface ConsoleDatabase {
	/** Raw client as the owner, for seeding. */
	readonly owner: postgres.Sql;
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
		async close() {
			delete holder.caracalDatabase;
			await close();
			await owner.end();
			await created.drop();
		},
	};
}

/** A request of an account with this role. */
export function contextOf(role: 'viewer' | 'investigator' | 'operator' | 'admin'): Context {
	return { actor: { userId: 1, name: 'mira', role }, requestId: 'test' };
}

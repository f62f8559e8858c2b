import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

/** Session advisory lock that lets one process migrate at a time; the others wait and then find nothing to do. */
const MIGRATION_LOCK = 7_102_114_091;

/**
 * Brings the database to the newest schema. Forward-only; safe to run again, and at once from several processes.
 * @param databaseUrl a connection as the owner of the schema, who may create roles
 * @param migrationsFolder where the SQL files are; a bundled program passes its own copy
 */
export async function migrate(
	databaseUrl: string,
	migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url)),
): Promise<void> {
	const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
	try {
		await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
		await applyMigrations(drizzle(client), { migrationsFolder });
	} finally {
		await client.end();
	}
}

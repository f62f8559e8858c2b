import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { migrate } from '../migrate';

/** Template every test database is cloned from; named by the migrations' content, so a changed migration makes a new one. */
const TEMPLATE_LOCK = 7_102_114_092;

export interface TestDatabase {
	/** Connection as the owner of the database. */
	readonly url: string;
	/** Drops the database; fails when a test left connections open, so that leaks show. */
	drop(): Promise<void>;
}

function withDatabase(url: string, database: string): string {
	const copy = new URL(url);
	copy.pathname = `/${database}`;
	return copy.toString();
}

async function ensureTemplate(admin: postgres.Sql, serverUrl: string, template: string): Promise<void> {
	await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
	try {
		const [existing] = await admin`select 1 from pg_database where datname = ${template} and datistemplate`;
		if (existing) return;
		await admin.unsafe(`drop database if exists ${template}`);
		await admin.unsafe(`create database ${template}`);
		await migrate(withDatabase(serverUrl, template));
		await admin.unsafe(`alter database ${template} with is_template true`);
	} finally {
		await admin`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
	}
}

/**
 * Makes a migrated database of its own for one test file.
 * @param serverUrl a server where the login may create databases and roles (TEST_DATABASE_URL)
 */
export async function createTestDatabase(serverUrl: string): Promise<TestDatabase> {
	const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
	try {
		const template = `caracal_template_${await migrationsDigest()}`;
		await ensureTemplate(admin, serverUrl, template);
		const name = `caracal_test_${randomBytes(6).toString('hex')}`;
		await admin.unsafe(`create database ${name} template ${template}`);
		return {
			url: withDatabase(serverUrl, name),
			async drop() {
				const owner = postgres(serverUrl, { max: 1, onnotice: () => {} });
				try {
					await owner.unsafe(`drop database ${name}`);
				} finally {
					await owner.end();
				}
			},
		};
	} finally {
		await admin.end();
	}
}

async function migrationsDigest(): Promise<string> {
	const folder = new URL('../migrations/', import.meta.url);
	const hash = createHash('sha256');
	for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort())
		hash.update(await readFile(new URL(file, folder)));
	return hash.digest('hex').slice(0, 12);
}

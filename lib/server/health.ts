import 'server-only';
import { sql } from 'drizzle-orm';
import { database } from './database';

/** Whether the database answers. */
export async function health(): Promise<boolean> {
	try {
		await database().execute(sql`select 1`);
		return true;
	} catch {
		// the answer is the report: a health check says "no" and nothing else
		return false;
	}
}

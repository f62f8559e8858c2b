import { type SQL, sql } from 'drizzle-orm';
import { daysAndMicros } from '../../epoch';

/** An instant as members of a recordset, exact in every year: days and microseconds since 1970. */
export function instantMembers(name: string, at: bigint | null): Record<string, string | null> {
	const [days, micros] = at === null ? [null, null] : daysAndMicros(at);
	return { [`${name}_days`]: days, [`${name}_micros`]: micros };
}

/** The columns these members become, and the instant they make; null stays null. */
export const instantColumns = (name: string): SQL => sql.raw(`${name}_days integer, ${name}_micros bigint`);
export const instantFrom = (row: string, name: string): SQL =>
	sql.raw(`(timestamptz 'epoch' + ${row}.${name}_days * interval '1 day' + ${row}.${name}_micros * interval '1 microsecond')`);

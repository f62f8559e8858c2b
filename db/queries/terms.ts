import { sql } from 'drizzle-orm';
import { TERM_FIELD_NO, type TermField } from '../../lib/events/terms';
import { integers, type Reader, rowsOf } from './reader';

/** The values a field has ever had in the zones, in order, at most `valuesMax`. */
export async function valuesOf(reader: Reader, zoneNos: readonly number[], field: TermField, valuesMax: number): Promise<string[]> {
	const rows = await rowsOf<{ value: string }>(
		reader,
		sql`select distinct value from search_terms
			where zone_no = any(${integers(zoneNos)}) and field = ${TERM_FIELD_NO[field]}::smallint order by value limit ${valuesMax}`,
	);
	return rows.map((row) => row.value);
}

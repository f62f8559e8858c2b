import type { SqlClient } from '../client';
import { textArrayText } from './arrays';

/**
 * Numbers of the given zones, each made known if it is new, in a statement of its own before any ledger transaction. A new zone
 * gets its chain head at once, at position 0 ("no event yet"), so that there is always a row to lock.
 */
export async function resolveZones(sql: SqlClient, zoneIds: readonly string[]): Promise<Map<string, number>> {
	const known = new Map<string, number>();
	const look = async () => {
		const rows = await sql<{ zone_no: number; zone_id: string }[]>`
			select z.zone_no, z.zone_id from zones z join chain_heads h using (zone_no)
			where z.zone_id = any(${textArrayText(zoneIds)}::text[])`;
		for (const row of rows) known.set(row.zone_id, row.zone_no);
		return zoneIds.every((zoneId) => known.has(zoneId));
	};
	if (await look()) return known;
	const missing = zoneIds.filter((zoneId) => !known.has(zoneId));
	await sql`insert into zones (zone_id) select unnest(${textArrayText(missing)}::text[]) on conflict (zone_id) do nothing`;
	await sql`
		insert into chain_heads (zone_no, chain_seq, event_count, content_sha256)
		select zone_no, 0, 0, '' from zones where zone_id = any(${textArrayText(missing)}::text[])
		on conflict (zone_no) do nothing`;
	if (!(await look())) throw new Error('a zone that was just made is not there');
	return known;
}

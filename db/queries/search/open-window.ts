import { sql } from 'drizzle-orm';
import { epochMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';
import type { Narrowed } from './question';

/** The window with its open ends put where the events of its zones begin and end, to the hour; null when there are none. */
export async function closedWindow(
	reader: Reader,
	window: Pick<Narrowed, 'zoneNos' | 'from' | 'to'>,
): Promise<{ from: bigint; to: bigint } | null> {
	if (window.from !== null && window.to !== null) return { from: window.from, to: window.to };
	const [row] = await rowsOf<{ from: string | null; to: string | null }>(
		reader,
		sql`select ${epochMicros(sql`min(first)`)} as from, ${epochMicros(sql`max(last) + interval '1 hour'`)} as to from unnest(${integers(window.zoneNos)}) as z(zone_no)
			cross join lateral (select hour as first from rollup_hour r where r.zone_no = z.zone_no order by hour limit 1) f
			cross join lateral (select hour as last from rollup_hour r where r.zone_no = z.zone_no order by hour desc limit 1) l`,
	);
	if (row === undefined || row.from === null || row.to === null) return null;
	const from = window.from ?? BigInt(row.from);
	const to = window.to ?? BigInt(row.to);
	return from < to ? { from, to } : null;
}

import { sql } from 'drizzle-orm';
import { decisionWord } from '../../../lib/events/vocabulary';
import type { MinuteCount } from '../../../lib/oncall/facts';
import { instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';

/** Events by minute and decision from an instant on, which is the start of a minute. */
export async function minuteCounts(reader: Reader, zoneNos: readonly number[], from: bigint): Promise<MinuteCount[]> {
	const rows = await rowsOf<{ minute: number; decision: string; events: string }>(
		reader,
		// added up by number before the words are looked for: a zone has a handful of decisions
		sql`select m.minute, coalesce(t.value, '') as decision, sum(m.events)::text as events
			from (
				select (extract(epoch from minute) / 60)::integer as minute, decision_no, sum(events) as events from rollup_minute
				where zone_no = any(${integers(zoneNos)}) and minute >= ${instantOfMicros(from)} group by 1, 2
			) m left join search_terms t on t.term_no = m.decision_no
			group by 1, 2`,
	);
	return rows.map((row) => ({ minute: row.minute, decision: decisionWord(row.decision), events: Number(row.events) }));
}

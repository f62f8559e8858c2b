import { sql } from 'drizzle-orm';
import { TERM_FIELD_NO, termOf } from '../../../lib/events/terms';
import { epochMicros } from '../../epoch';
import { type Reader, rowsOf } from '../reader';
import { instantColumns, instantFrom, instantMembers } from './instants';
import type { Run } from './run';

/** Events of a type in a short time: that time is looked through, since words of a common type stand in very many groups. */
export interface TypedSpan {
	readonly zoneNo: number;
	readonly type: string;
	/** Inclusive. */
	readonly from: bigint;
	/** Exclusive. */
	readonly to: bigint;
	readonly rowsMax: number;
}

/** The place of an event, and the span it answers by its place in the list asked for. */
export interface TypedPlace extends Run {
	readonly spanNo: number;
}

/** The newest events of each span, at most its `rowsMax`. */
export async function typedPlaces(reader: Reader, spans: readonly TypedSpan[]): Promise<TypedPlace[]> {
	if (spans.length === 0) return [];
	const asked = spans.map(({ zoneNo, type, from, to, rowsMax }, spanNo) => ({
		...{ span_no: spanNo, zone_no: zoneNo, type: termOf(type), rows_max: rowsMax },
		...instantMembers('from', from),
		...instantMembers('to', to),
	}));
	const rows = await rowsOf<{ span_no: number; zone_no: number; seq: string; at: string }>(
		reader,
		sql`select q.span_no, q.zone_no, s.chain_seq::text as seq, ${epochMicros(sql`s.occurred_at`)} as at
			from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) as q(span_no integer, zone_no integer, type text, rows_max integer,
				${instantColumns('from')}, ${instantColumns('to')})
			join search_terms t on t.zone_no = q.zone_no and t.field = ${sql.raw(String(TERM_FIELD_NO.eventType))}::smallint and t.value = q.type
			cross join lateral (
				select chain_seq, occurred_at from search_events e
				where e.zone_no = q.zone_no and e.occurred_at >= ${instantFrom('q', 'from')} and e.occurred_at < ${instantFrom('q', 'to')}
					and e.event_type_no = t.term_no
				order by e.occurred_at desc, e.chain_seq desc limit q.rows_max
			) s`,
	);
	return rows.map((row) => {
		const [seq, at] = [Number(row.seq), BigInt(row.at)];
		return { spanNo: row.span_no, zoneNo: row.zone_no, first: seq, last: seq, from: at, to: at };
	});
}

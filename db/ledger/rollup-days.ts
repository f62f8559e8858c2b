import type { SqlClient } from '../client';

/** A day of a zone that is over and not added up. */
export interface OpenDay {
	readonly zoneNo: number;
	/** In UTC, `2026-11-21`. */
	readonly day: string;
}

/** After its end by so much a day is added up; what comes later opens it again. */
const QUIET_HOURS = 2;

/** The earliest day of each zone that could be added up, at most one a zone. */
export async function openDays(sql: SqlClient): Promise<OpenDay[]> {
	const rows = await sql<{ zone_no: number; day: string }[]>`
		with past as (select date_trunc('day', now() - ${QUIET_HOURS} * interval '1 hour', 'UTC') as at)
		select g.zone_no, min((r.hour at time zone 'UTC')::date)::text as day
		from past, rollup_gaps(array(select zone_no from zones), '-infinity', past.at) g
		cross join lateral (
			select hour from rollup_hour r where r.zone_no = g.zone_no and r.hour >= g.from_at and r.hour < g.to_at order by hour limit 1
		) r
		group by g.zone_no`;
	return rows.map((row) => ({ zoneNo: row.zone_no, day: row.day }));
}

/** Adds up a day. The zone's head is locked meanwhile, so that nobody changes an hour of it. @returns rows of the day */
export async function addUpDay(sql: SqlClient, { zoneNo, day }: OpenDay): Promise<number> {
	return sql.begin(async (tx) => {
		await tx`select from chain_heads where zone_no = ${zoneNo} for update`;
		await tx`delete from rollup_day where zone_no = ${zoneNo} and day = ${day}::text::date`;
		const written = await tx`
			insert into rollup_day (zone_no, day, field, term_no, events)
			select zone_no, ${day}::text::date, field, term_no, sum(events) from rollup_hour
			where zone_no = ${zoneNo} and hour >= ${day}::text::timestamp at time zone 'UTC' and hour < ${day}::text::timestamp at time zone 'UTC' + interval '24 hours'
			group by 1, 3, 4`;
		await tx`insert into rollup_days (zone_no, day) values (${zoneNo}, ${day}::text::date) on conflict do nothing`;
		return written.count;
	});
}

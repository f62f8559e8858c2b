import type postgres from 'postgres';
import { sqlState } from '../ledger/errors';
import type { MonthRows } from './month-rows';
import { type Month, noteDone } from './months';

/** A worker that writes into several months at once may be waiting for this one while this waits for it. */
const TRIES_MAX = 10;
const DEADLOCK = '40P01';

/** Name of the table in which a month is made anew. */
export const besideTable = (month: Month) => `search_rebuild_${month.suffix}`;

/** Makes that table, empty; one that an earlier run left is dropped. */
export async function beginMonth(owner: postgres.Sql, month: Month): Promise<void> {
	await owner.unsafe(`drop table if exists ${besideTable(month)}`);
	await owner.unsafe(
		`create table ${besideTable(month)} (like search_events including defaults including constraints including generated including storage)`,
	);
}

/**
 * Takes the filled table into use: writers of the month wait, what they appended meanwhile is taken over, the month's rollups are
 * counted anew, and the table takes the place of the month's old one. Readers see all of the old or all of the new.
 * @param rows what filled the table
 */
export async function swapMonth(owner: postgres.Sql, month: Month, rows: MonthRows, tell: (events: number) => void): Promise<void> {
	const beside = besideTable(month);
	await owner.unsafe(`create index on ${beside} (zone_no, occurred_at)`);
	await owner.unsafe(`create index on ${beside} (request_key)`);
	for (const column of ['application_no', 'resource_no', 'reason_no', 'decision_no'])
		await owner.unsafe(`create index on ${beside} (${column}, span)`);
	await owner.unsafe(`analyze ${beside}`);
	for (let tries = 1; ; tries++) {
		await rows.fill(tell);
		try {
			await swap(owner, month, rows, tell);
			return;
		} catch (error) {
			await owner`rollback`;
			if (sqlState(error) !== DEADLOCK || tries === TRIES_MAX) throw error;
		}
	}
}

async function swap(owner: postgres.Sql, month: Month, rows: MonthRows, tell: (events: number) => void): Promise<void> {
	const beside = besideTable(month);
	const old = `search_events_${month.suffix}`;
	// one connection: the transaction is its own, and what fills the table runs inside it
	await owner`begin`;
	// writers wait here, readers do not
	await owner.unsafe(`lock table ${old} in share row exclusive mode`);
	const mark = rows.mark();
	try {
		await rows.fill(tell);
		await countAnew(owner, month, beside);
		await owner`lock table search_events in access exclusive mode`;
		await owner.unsafe(`drop table ${old}`);
		await owner.unsafe(`alter table ${beside} rename to ${old}`);
		await owner.unsafe(`alter table search_events attach partition ${old} ${month.bound}`);
		await owner.unsafe(`grant insert on ${old} to console_worker`);
		await noteDone(owner, month.suffix);
		await owner`commit`;
	} catch (error) {
		rows.reset(mark);
		throw error;
	}
}

/** Replaces the month's rollups by what the table counts. */
async function countAnew(owner: postgres.Sql, month: Month, table: string): Promise<void> {
	await owner`delete from rollup_minute where minute >= ${month.from}::text::timestamptz and minute < ${month.to}::text::timestamptz`;
	await owner`delete from rollup_days where day >= ${month.from}::text::date and day < ${month.to}::text::date`;
	await owner`delete from rollup_hour where hour >= ${month.from}::text::timestamptz and hour < ${month.to}::text::timestamptz`;
	await owner`
		insert into rollup_minute (zone_no, minute, decision_no, events)
		select zone_no, date_trunc('minute', occurred_at, 'UTC'), coalesce(decision_no, 0), count(*) from ${owner(table)} group by 1, 2, 3`;
	await owner`
		insert into rollup_hour (zone_no, hour, field, term_no, events)
		select zone_no, date_trunc('hour', occurred_at, 'UTC'), f.field, f.term_no, count(*)
		from ${owner(table)}, lateral (
			select * from (values (1::smallint, event_type_no), (2::smallint, decision_no), (3::smallint, reason_no), (4::smallint, application_no),
				(5::smallint, resource_no), (6::smallint, policy_version_no), (7::smallint, host_no)) as one(field, term_no)
			union all select 8::smallint, label_no from unnest(label_nos) as l(label_no)) as f(field, term_no)
		where f.term_no is not null group by 1, 2, 3, 4`;
}

import type postgres from 'postgres';

/** A month of ledger and projection: the end of its tables' names, and its bounds as Postgres words them. */
export interface Month {
	readonly suffix: string;
	/** `FOR VALUES FROM (…) TO (…)` */
	readonly bound: string;
	/** Instants as text, `-infinity` and `infinity` included. */
	readonly from: string;
	readonly to: string;
	/** Events in the ledger. */
	readonly events: number;
	/** Whether a run has made it anew since runs were last forgotten. */
	readonly isDone: boolean;
}

/** What a month of the projection says of itself when it was made anew. */
const DONE = 'rebuilt from the ledger';
/** Bounds are texts that Postgres made, and are only compared with instants. */
const BOUND = /^FOR VALUES FROM \((?:'([^']+)'|MINVALUE)\) TO \((?:'([^']+)'|MAXVALUE)\)$/;

/** All months, in their order. Counts the ledger, which reads an index of each. */
export async function projectionMonths(owner: postgres.Sql): Promise<Month[]> {
	const tables = await owner<{ suffix: string; bound: string; comment: string | null }[]>`
		select substr(c.relname, length('search_events_') + 1) as suffix, pg_get_expr(c.relpartbound, c.oid) as bound,
			obj_description(c.oid, 'pg_class') as comment
		from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'search_events'::regclass
		order by c.relname !~ '^search_events_before', c.relname ~ '^search_events_from', c.relname`;
	const months: Month[] = [];
	for (const { suffix, bound, comment } of tables) {
		const match = BOUND.exec(bound);
		if (match === null) throw new Error(`the bounds of search_events_${suffix} are not those of a month: ${bound}`);
		const [count] = await owner<{ n: string }[]>`select count(*) as n from ${owner(`ledger_events_${suffix}`)}`;
		months.push({
			suffix,
			bound,
			from: match[1] ?? '-infinity',
			to: match[2] ?? 'infinity',
			events: Number(count?.n ?? 0),
			isDone: comment === DONE,
		});
	}
	return months;
}

/** Forgets which months were made anew. */
export async function forgetDone(owner: postgres.Sql): Promise<void> {
	for (const month of await projectionMonths(owner)) {
		if (month.isDone) await owner.unsafe(`comment on table search_events_${month.suffix} is null`);
	}
}

/** Notes that a month was made anew. */
export async function noteDone(sql: postgres.Sql, suffix: string): Promise<void> {
	await sql.unsafe(`comment on table search_events_${suffix} is '${DONE}'`);
}

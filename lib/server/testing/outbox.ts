import type postgres from 'postgres';

export interface Recorded {
	readonly event_type: string;
	readonly zone_id: string;
	readonly decision: string;
	readonly metadata_json: Readonly<Record<string, unknown>>;
}

/** What was recorded since this was last asked, oldest first. */
export async function takeRecorded(owner: postgres.Sql): Promise<Recorded[]> {
	const rows = await owner<{ data: string }[]>`
		with taken as (delete from console_outbox returning outbox_no, data) select data from taken order by outbox_no`;
	return rows.map((row) => JSON.parse(row.data));
}

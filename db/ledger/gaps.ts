import type { StreamLook, TimeWindow, Trimmed } from '../../lib/streams/gaps';
import type { SqlClient } from '../client';

/** How a stream stood when a worker last looked, or null. */
export async function lastLook(sql: SqlClient, stream: string, group: string): Promise<StreamLook | null> {
	const [row] = await sql<{ added: string; generated: string; delivered: string; deleted: string; unread: string | null }[]>`
		select entries_added::text as added, last_generated_id as generated, last_delivered_id as delivered, max_deleted_id as deleted, unread::text
		from stream_looks where stream = ${stream} and consumer_group = ${group}`;
	if (row === undefined) return null;
	return {
		entriesAdded: Number(row.added),
		lastGeneratedId: row.generated,
		lastDeliveredId: row.delivered,
		maxDeletedId: row.deleted,
		unread: row.unread === null ? null : Number(row.unread),
	};
}

/** Writes down how a stream stands. */
export async function saveLook(sql: SqlClient, stream: string, group: string, look: StreamLook): Promise<void> {
	await sql`
		insert into stream_looks (stream, consumer_group, entries_added, last_generated_id, last_delivered_id, unread, max_deleted_id)
		values (${stream}, ${group}, ${look.entriesAdded}, ${look.lastGeneratedId}, ${look.lastDeliveredId}, ${look.unread}, ${look.maxDeletedId})
		on conflict (stream, consumer_group) do update set entries_added = excluded.entries_added, last_generated_id = excluded.last_generated_id,
			last_delivered_id = excluded.last_delivered_id, unread = excluded.unread,
			max_deleted_id = excluded.max_deleted_id, looked_at = now()`;
}

/** Writes down for good that entries were deleted before they were read; two workers that see the same write it once. */
export async function noteTrimmed(sql: SqlClient, stream: string, { fromMs, toMs, entries }: Trimmed): Promise<void> {
	await sql`
		insert into evidence_gaps (kind, source, from_at, to_at, entries)
		values ('trimmed', ${stream}, to_timestamp(${fromMs}::float8 / 1000), to_timestamp(${toMs}::float8 / 1000), ${entries})
		on conflict (kind, source, from_at) do update set to_at = greatest(evidence_gaps.to_at, excluded.to_at),
			entries = greatest(evidence_gaps.entries, excluded.entries)`;
}

/** The windows of time that the dead letters are of now, in place of those they were of. */
export async function replaceDeadLetterGaps(sql: SqlClient, stream: string, windows: readonly TimeWindow[]): Promise<void> {
	await sql.begin(async (transaction) => {
		await transaction`delete from evidence_gaps where kind = 'dead_letters' and source = ${stream}`;
		for (const { fromMs, toMs, entries } of windows)
			await transaction`
				insert into evidence_gaps (kind, source, from_at, to_at, entries)
				values ('dead_letters', ${stream}, to_timestamp(${fromMs}::float8 / 1000), to_timestamp(${toMs}::float8 / 1000), ${entries})
				on conflict do nothing`;
	});
}

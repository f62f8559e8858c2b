import type postgres from 'postgres';

/**
 * Appends events that are all alike to a zone's chain in one commit, as the owner: in the ledger alone, for who asks for everything.
 * @param head the place the chain has reached
 * @returns the place it has reached then
 */
export async function appendPlain(owner: postgres.Sql, zone: string, head: number, events: number): Promise<number> {
	const reached = head + events;
	await owner.begin(async (sql) => {
		for (const parent of ['ledger_events', 'search_events', 'segments'])
			await sql`select audit_month_ensure(${parent}, '2025-11-01'::date)`;
		await sql`insert into zones (zone_id) values (${zone}) on conflict do nothing`;
		const [row] = await sql<{ zone_no: number }[]>`select zone_no from zones where zone_id = ${zone}`;
		const zoneNo = row?.zone_no ?? 0;
		await sql`
			insert into ledger_events (occurred_at, ingested_at, chain_seq, entry_ms, segment_no, zone_no, entry_seq, segment_index, stream_no, id,
				event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status, metadata_json, content_sha256)
			select timestamptz '2025-11-24 16:00:00+00' + i * interval '1 microsecond', now(), i, 1, 1, ${zoneNo}, 0, 0, 1, ${zone} || '-' || i,
				'token_exchange', 'req-' || i, 'allow', '', '', '', '', jsonb_build_object('application_name', repeat('x', 200), 'path', repeat('y', 200))::text,
				sha256('')
			from generate_series(${head + 1}::integer, ${reached}::integer) as i`;
		await sql`insert into chain_heads (zone_no, chain_seq, event_count, content_sha256) values (${zoneNo}, ${reached}, ${reached}, sha256(''))
			on conflict (zone_no) do update set chain_seq = excluded.chain_seq, event_count = excluded.event_count`;
	});
	return reached;
}

import { arrayText } from '../ledger/arrays';
import type { Statements } from '../one-connection';
import type { StoredNote } from './anchors';

const UTC = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** What of a zone a bundle is about: places inclusive, instants in microseconds since 1970, from inclusive, to exclusive. */
export interface ZonePeriod {
	readonly zoneNo: number;
	readonly firstSeq: number;
	readonly lastSeq: number;
	readonly from: bigint;
	readonly to: bigint;
}

/** A row of audit_ingest_alerts as a bundle tells it. Instants are RFC 3339 in UTC. */
export interface AlertFact {
	readonly zone_id: string;
	readonly id: string;
	readonly kind: string;
	readonly event_id: string | null;
	readonly detail: string | null;
	readonly observed_at: string;
	readonly resolved_at: string | null;
	readonly resolution: string | null;
	readonly first_seq: number | null;
	readonly last_seq: number | null;
}

const instant = (pg: Statements, at: bigint) => pg`(timestamptz 'epoch' + ${String(at)}::bigint / 1000000 * interval '1 second')`;

/** Findings of a zone that touch the period or were seen in it, oldest first. */
export async function alertFacts(pg: Statements, period: ZonePeriod, rowsMax: number): Promise<AlertFact[]> {
	const { zoneNo, firstSeq, lastSeq, from, to } = period;
	return pg<AlertFact[]>`
		select a.zone_id, a.id::text, a.kind, nullif(a.event_id, '') as event_id, a.detail, ${pg.unsafe(UTC('a.observed_at'))} as observed_at,
			${pg.unsafe(UTC('r.resolved_at'))} as resolved_at, r.note as resolution, a.chain_seq::float8 as first_seq,
			coalesce(a.last_seq, a.chain_seq)::float8 as last_seq
		from audit_ingest_alerts a join zones z using (zone_id) left join alert_resolutions r on r.alert_id = a.id
		where z.zone_no = ${zoneNo} and ((a.chain_seq <= ${lastSeq} and coalesce(a.last_seq, a.chain_seq) >= ${firstSeq})
			or (a.observed_at >= ${instant(pg, from)} and a.observed_at < ${instant(pg, to)}))
		order by a.id limit ${rowsMax}`;
}

/** A sweep as a bundle tells it. */
export interface SweepFact {
	readonly zone_id: string;
	readonly id: string;
	readonly kind: string;
	readonly started_at: string;
	readonly ended_at: string | null;
	readonly from_seq: number | null;
	readonly to_seq: number | null;
	readonly events: number;
	readonly findings: number;
	readonly outcome: string;
}

/** The newest sweeps of a zone that began and touch the period, oldest first. */
export async function sweepFacts(pg: Statements, { zoneNo, firstSeq, lastSeq }: ZonePeriod, rowsMax: number): Promise<SweepFact[]> {
	return pg<SweepFact[]>`
		select * from (
			select z.zone_id, s.sweep_no::text as id, s.kind || case when s.is_deep then ' deep' else '' end as kind,
				${pg.unsafe(UTC('s.started_at'))} as started_at, ${pg.unsafe(UTC('s.ended_at'))} as ended_at, s.from_seq::float8 as from_seq,
				s.to_seq::float8 as to_seq, s.events::float8 as events, s.findings, s.state as outcome
			from sweeps s join zones z using (zone_no)
			where s.zone_no = ${zoneNo} and s.started_at is not null and coalesce(s.from_seq, 1) <= ${lastSeq}
				and (s.to_seq is null or s.to_seq >= ${firstSeq})
			order by s.sweep_no desc limit ${rowsMax}) newest
		order by id::bigint`;
}

/** What is on its way and not in the ledger, as the workers last measured it. */
export async function backlogFacts(pg: Statements): Promise<{ readonly waiting: number; readonly deadLetters: number }> {
	const [row] = await pg<{ waiting: number | null; dead: number | null }[]>`
		select max(coalesce(undelivered_entries, 0) + coalesce(pending_entries, 0))::float8 as waiting, max(dead_letter_entries)::float8 as dead
		from worker_heartbeats where seen_at > now() - interval '1 minute'`;
	return { waiting: row?.waiting ?? 0, deadLetters: row?.dead ?? 0 };
}

/** The first checkpoint that covers a place and the newest one; one when they are the same, none when none covers it. */
export async function checkpointsAround(pg: Statements, zoneNo: number, seq: number): Promise<StoredNote[]> {
	const rows = await pg<{ size: string; note: string }[]>`
		(select size, note from checkpoints where zone_no = ${zoneNo} and size >= ${seq} order by size limit 1)
		union (select size, note from checkpoints where zone_no = ${zoneNo} and size >= ${seq} order by size desc limit 1)
		order by size`;
	return rows.map(({ size, note }) => ({ size: Number(size), note }));
}

/** The size of each zone's newest checkpoint; 0 without one. */
export async function checkpointSizes(pg: Statements, zoneNos: readonly number[]): Promise<Map<number, number>> {
	const rows = await pg<{ zone_no: number; size: string }[]>`
		select z.no as zone_no, coalesce((select max(c.size) from checkpoints c where c.zone_no = z.no), 0) as size
		from unnest(${arrayText(zoneNos)}::int[]) as z(no)`;
	return new Map(rows.map((row) => [row.zone_no, Number(row.size)]));
}

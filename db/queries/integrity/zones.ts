import { sql } from 'drizzle-orm';
import { epochMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';

/** What is stored of the integrity of a zone. Instants are microseconds since 1970. */
export interface ZoneIntegrityRow {
	readonly zoneNo: number;
	readonly seq: number;
	readonly verifiedSeq: number;
	readonly verifiedAt: bigint | null;
	readonly wholeAt: bigint | null;
	readonly deepAt: bigint | null;
	readonly checkpointSize: number;
	readonly checkpointAt: bigint | null;
	readonly oldestUnverifiedAt: bigint | null;
	readonly oldestUnanchoredAt: bigint | null;
	readonly openFindings: number;
}

const micros = (text: string | null) => (text === null ? null : BigInt(text));

/** The integrity of these zones. */
export async function zoneIntegrityRows(reader: Reader, zoneNos: readonly number[]): Promise<ZoneIntegrityRow[]> {
	type Row = Record<'verified_at' | 'whole_at' | 'deep_at' | 'checkpoint_at' | 'unverified_at' | 'unanchored_at', string | null> &
		Record<'seq' | 'verified' | 'size', string> & { zone_no: number; findings: number };
	const ingestedAt = (seq: ReturnType<typeof sql>) =>
		sql`(select ${epochMicros(sql`e.ingested_at`)} from ledger_events e where e.zone_no = z.zone_no and e.chain_seq = ${seq} limit 1)`;
	const rows = await rowsOf<Row>(
		reader,
		sql`select z.zone_no, coalesce(c.chain_seq, 0)::text as seq, coalesce(v.verified_seq, 0)::text as verified, coalesce(m.checkpoint_size, 0)::text as size,
				${epochMicros(sql`v.verified_at`)} as verified_at, ${epochMicros(sql`v.whole_at`)} as whole_at, ${epochMicros(sql`v.deep_at`)} as deep_at,
				${epochMicros(sql`m.checkpoint_at`)} as checkpoint_at,
				${ingestedAt(sql`coalesce(v.verified_seq, 0) + 1`)} as unverified_at,
				${ingestedAt(sql`coalesce((select max(a.size) from anchor_heads a where a.zone_no = z.zone_no), 0) + 1`)} as unanchored_at,
				(select count(*)::int from audit_ingest_alerts i where i.zone_id = z.zone_id and alert_is_open(i.id)) as findings
			from zones z left join chain_heads c using (zone_no) left join sweep_heads v using (zone_no) left join merkle_heads m using (zone_no)
			where z.zone_no = any(${integers(zoneNos)}) order by z.zone_id`,
	);
	return rows.map((row) => ({
		zoneNo: row.zone_no,
		seq: Number(row.seq),
		verifiedSeq: Number(row.verified),
		verifiedAt: micros(row.verified_at),
		wholeAt: micros(row.whole_at),
		deepAt: micros(row.deep_at),
		checkpointSize: Number(row.size),
		checkpointAt: micros(row.checkpoint_at),
		oldestUnverifiedAt: micros(row.unverified_at),
		oldestUnanchoredAt: micros(row.unanchored_at),
		openFindings: row.findings,
	}));
}

export interface ZoneAnchorRow {
	readonly zoneNo: number;
	readonly anchor: string;
	readonly size: number;
	readonly deliveredAt: bigint | null;
	readonly failures: number;
	readonly lastError: string | null;
}

/** How far these zones have come at each anchor. */
export async function zoneAnchorRows(reader: Reader, zoneNos: readonly number[]): Promise<ZoneAnchorRow[]> {
	const rows = await rowsOf<{
		zone_no: number;
		anchor: string;
		size: string;
		at: string | null;
		failures: number;
		last_error: string | null;
	}>(
		reader,
		sql`select zone_no, anchor, size::text, ${epochMicros(sql`delivered_at`)} as at, failures, last_error
			from anchor_heads where zone_no = any(${integers(zoneNos)}) order by zone_no, anchor`,
	);
	return rows.map((row) => ({
		zoneNo: row.zone_no,
		anchor: row.anchor,
		size: Number(row.size),
		deliveredAt: micros(row.at),
		failures: row.failures,
		lastError: row.last_error,
	}));
}

export interface AnchorInfo {
	readonly anchor: string;
	readonly kind: 'directory' | 'webhook' | 's3';
	readonly place: string;
	readonly readable: boolean;
	readonly seenAt: bigint;
}

/** The anchors there are. */
export async function anchorRows(reader: Reader): Promise<AnchorInfo[]> {
	const rows = await rowsOf<{ anchor: string; kind: AnchorInfo['kind']; place: string; readable: boolean; at: string }>(
		reader,
		sql`select anchor, kind, place, readable, ${epochMicros(sql`seen_at`)} as at from anchors order by anchor`,
	);
	return rows.map((row) => ({ anchor: row.anchor, kind: row.kind, place: row.place, readable: row.readable, seenAt: BigInt(row.at) }));
}

export interface CheckpointKeyRow {
	readonly verifierLine: string;
	readonly fingerprint: string;
	readonly from: bigint;
	readonly until: bigint | null;
}

/** The public keys of the workers' signers, the newest first. Instants are microseconds since 1970. */
export async function checkpointKeyRows(reader: Reader): Promise<CheckpointKeyRow[]> {
	const rows = await rowsOf<{ verifier_line: string; fingerprint: string; signs_from: string; signs_until: string | null }>(
		reader,
		sql`select verifier_line, fingerprint, ${epochMicros(sql`signs_from`)} as signs_from, ${epochMicros(sql`signs_until`)} as signs_until
			from checkpoint_keys order by checkpoint_keys.signs_from desc limit 100`,
	);
	return rows.map((row) => ({
		verifierLine: row.verifier_line,
		fingerprint: row.fingerprint,
		from: BigInt(row.signs_from),
		until: micros(row.signs_until),
	}));
}

/** Places that open findings are about, at most `rowsMax` of each zone. */
export async function brokenPlaces(
	reader: Reader,
	zoneNos: readonly number[],
	rowsMax: number,
): Promise<{ readonly zoneNo: number; readonly seq: number; readonly lastSeq: number }[]> {
	const rows = await rowsOf<{ zone_no: number; seq: string; last: string }>(
		reader,
		sql`select z.zone_no, f.seq::text, f.last::text
			from zones z cross join lateral (
				select i.chain_seq as seq, coalesce(i.last_seq, i.chain_seq) as last from audit_ingest_alerts i
				where i.zone_id = z.zone_id and i.chain_seq is not null and i.kind not like 'anchor\\_%'
					and alert_is_open(i.id)
				order by i.chain_seq limit ${rowsMax}::integer) f
			where z.zone_no = any(${integers(zoneNos)}) order by z.zone_no, f.seq`,
	);
	return rows.map((row) => ({ zoneNo: row.zone_no, seq: Number(row.seq), lastSeq: Number(row.last) }));
}

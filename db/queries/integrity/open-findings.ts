import { sql } from 'drizzle-orm';
import { epochMicros } from '../../epoch';
import { type Reader, rowsOf } from '../reader';

/** A finding nobody has resolved. Instants are microseconds since 1970. */
export interface OpenFinding {
	readonly zoneId: string;
	readonly kind: string;
	readonly seq: number | null;
	readonly lastSeq: number | null;
	/** When the events before and after what is missing occurred; null where there is none, or nothing is missing. */
	readonly before: bigint | null;
	readonly after: bigint | null;
	readonly observedAt: bigint;
}

const micros = (text: string | null) => (text === null ? null : BigInt(text));
const number = (text: string | null) => (text === null ? null : Number(text));

/** The newest findings of every zone the wall lets through that nobody has resolved, at most `rowsMax`. */
export async function openFindings(reader: Reader, rowsMax: number): Promise<OpenFinding[]> {
	const occurredAt = (seq: ReturnType<typeof sql>) =>
		sql`(select ${epochMicros(sql`e.occurred_at`)} from zones z join ledger_events e using (zone_no)
			where z.zone_id = o.zone_id and e.chain_seq = ${seq} and o.kind in ('sequence_gap', 'tail_truncated') limit 1)`;
	const rows = await rowsOf<
		Record<'seq' | 'last' | 'before' | 'after', string | null> & { zone_id: string; kind: string; observed_at: string }
	>(
		reader,
		sql`select o.zone_id, left(o.kind, 200) as kind, o.chain_seq::text as seq, o.last_seq::text as last, ${epochMicros(sql`o.observed_at`)} as observed_at,
				${occurredAt(sql`o.chain_seq - 1`)} as before, ${occurredAt(sql`o.last_seq + 1`)} as after
			from (select a.zone_id, a.kind, a.chain_seq, a.last_seq, a.observed_at from audit_ingest_alerts a
				where alert_is_open(a.id) order by a.id desc limit ${rowsMax}::integer) o`,
	);
	return rows.map((row) => ({
		zoneId: row.zone_id,
		kind: row.kind,
		seq: number(row.seq),
		lastSeq: number(row.last),
		before: micros(row.before),
		after: micros(row.after),
		observedAt: BigInt(row.observed_at),
	}));
}

/** A stretch of time of which evidence may be missing, in any zone. Instants are microseconds since 1970, both inclusive. */
export interface GapRow {
	readonly kind: 'trimmed' | 'dead_letters';
	readonly source: string;
	readonly from: bigint;
	readonly to: bigint;
	readonly entries: number | null;
}

/** Such stretches, the newest first, at most `rowsMax`. */
export async function gapRows(reader: Reader, rowsMax: number): Promise<GapRow[]> {
	const rows = await rowsOf<{ kind: GapRow['kind']; source: string; from_at: string; to_at: string; entries: string | null }>(
		reader,
		sql`select kind, source, ${epochMicros(sql`from_at`)} as from_at, ${epochMicros(sql`to_at`)} as to_at, entries::text
			from evidence_gaps order by evidence_gaps.from_at desc limit ${rowsMax}::integer`,
	);
	return rows.map((row) => ({
		kind: row.kind,
		source: row.source,
		from: BigInt(row.from_at),
		to: BigInt(row.to_at),
		entries: number(row.entries),
	}));
}

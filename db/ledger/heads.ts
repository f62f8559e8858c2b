import type { Statements } from '../one-connection';
import { arrayText } from './arrays';

/** Where a zone's chain stands. */
export interface ChainHead {
	/** 0 when the zone has no event yet. */
	readonly chainSeq: number;
	/** Content hash of the last event, or null when there is none. */
	readonly content: Buffer | null;
}

export interface ChainAdvance {
	readonly zoneNo: number;
	readonly chainSeq: number;
	readonly events: number;
	readonly content: Buffer;
}

export interface LockedHeads {
	readonly heads: ReadonlyMap<number, ChainHead>;
	/** The database's clock, read after the locks were granted: microseconds since 2000. It never runs back within a zone. */
	readonly nowMicros: number;
	readonly segmentNo: number;
}

/**
 * Begins a transaction and locks the heads of the zones, in ascending zone_no like everybody; then reads clock and segment
 * number. All in one round trip.
 */
export async function beginUnderHeads(pg: Statements, zoneNos: readonly number[]): Promise<LockedHeads> {
	const [, rows, now] = await Promise.all([
		pg`begin`,
		pg<{ zone_no: number; chain_seq: string; content_sha256: Buffer }[]>`
			select zone_no, chain_seq, content_sha256 from chain_heads
			where zone_no = any(${arrayText(zoneNos)}::int[]) order by zone_no for update`,
		pg<{ micros: string; segment_no: string }[]>`
			select (extract(epoch from clock_timestamp()) * 1000000)::bigint - 946684800000000 as micros,
				nextval('segment_no_seq') as segment_no`,
	]);
	const heads = new Map<number, ChainHead>();
	for (const row of rows) {
		const chainSeq = Number(row.chain_seq);
		heads.set(row.zone_no, { chainSeq, content: chainSeq === 0 ? null : row.content_sha256 });
	}
	const [clock] = now;
	if (clock === undefined || heads.size !== zoneNos.length) throw new Error('a chain head is missing');
	return { heads, nowMicros: Number(clock.micros), segmentNo: Number(clock.segment_no) };
}

/** Moves the locked heads to the last events of the batch. */
export function moveHeads(pg: Statements, advances: readonly ChainAdvance[]): Promise<unknown> {
	const hashes = `{${advances.map((advance) => `"\\\\x${advance.content.toString('hex')}"`).join(',')}}`;
	return pg`
		update chain_heads h
		set chain_seq = a.chain_seq, event_count = h.event_count + a.events, content_sha256 = a.content, updated_at = clock_timestamp()
		from unnest(${arrayText(advances.map((a) => a.zoneNo))}::int[], ${arrayText(advances.map((a) => a.chainSeq))}::bigint[],
			${arrayText(advances.map((a) => a.events))}::bigint[], ${hashes}::bytea[]) as a(zone_no, chain_seq, events, content)
		where h.zone_no = a.zone_no`;
}

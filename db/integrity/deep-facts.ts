import { arrayText } from '../ledger/arrays';
import type { SegmentRow } from '../ledger/segment';
import type { Statements } from '../one-connection';

/** A row whose segment is wanted. */
interface SealedRow {
	readonly segmentNo: number;
	/** Microseconds since 2000. */
	readonly ingestedAt: bigint;
}

/** A row whose projection is wanted. */
interface ProjectedRow {
	readonly seq: number;
	readonly event: { readonly occurredAt: bigint };
}

const INSTANT =
	"timestamptz '2000-01-01 00:00:00+00' + (t / 86400000000) * interval '1 day' + (t % 86400000000) * interval '1 microsecond'";
const MICROS_1970_TO_2000 = 946_684_800_000_000n;
const FIELDS = ['event_type_no', 'decision_no', 'reason_no', 'application_no', 'resource_no', 'policy_version_no', 'host_no'];

/** How the segment of a row is named. */
export function segmentKey({ segmentNo, ingestedAt }: SealedRow): string {
	return `${segmentNo}/${ingestedAt}`;
}

/** The segments that rows point into, by `segmentKey`. */
export async function segmentsOf(pg: Statements, rows: readonly SealedRow[]): Promise<ReadonlyMap<string, SegmentRow>> {
	const wanted = [...new Map(rows.map((row) => [segmentKey(row), row])).values()];
	const segments = await pg<{ place: string; codec: number; raw_bytes: number; payload: Buffer }[]>`
		select w.place, s.codec, s.raw_bytes, s.payload
		from unnest(${arrayText(wanted.map(({ segmentNo }) => segmentNo))}::bigint[], ${`{${wanted.map(({ ingestedAt }) => ingestedAt).join(',')}}`}::bigint[])
			with ordinality as w(no, t, place)
		join segments s on s.segment_no = w.no and s.sealed_at = ${pg.unsafe(INSTANT)}`;
	const found = new Map<string, SegmentRow>();
	for (const { place, codec, raw_bytes: rawBytes, payload } of segments) {
		const of = wanted[Number(place) - 1];
		if (of !== undefined) found.set(segmentKey(of), { codec, rawBytes, payload });
	}
	return found;
}

/** What the projection says of rows, by place: request key, values of the dictionary, latency and labels as texts. */
export async function projectedOf(
	pg: Statements,
	zoneNo: number,
	rows: readonly ProjectedRow[],
): Promise<ReadonlyMap<number, (string | null)[]>> {
	const search = await pg<{ seq: string; key: string | null; terms: string; latency: number | null; labels: string | null }[]>`
		select w.seq, s.request_key::text as key, s.latency_ms as latency,
			(select json_agg(t.value order by o.place) from unnest(array[${pg.unsafe(FIELDS.map((field) => `s.${field}`).join(', '))}]) with ordinality as o(no, place)
				left join search_terms t on t.term_no = o.no)::text as terms,
			(select json_agg(t.value order by o.place) from unnest(s.label_nos) with ordinality as o(no, place) left join search_terms t on t.term_no = o.no)::text as labels
		from unnest(${arrayText(rows.map(({ seq }) => seq))}::bigint[], ${`{${rows.map(({ event }) => event.occurredAt - MICROS_1970_TO_2000).join(',')}}`}::bigint[]) as w(seq, t)
		join search_events s on s.zone_no = ${zoneNo} and s.chain_seq = w.seq and s.occurred_at = ${pg.unsafe(INSTANT)}`;
	return new Map(
		search.map(({ seq, key, terms, latency, labels }) => [
			Number(seq),
			[
				key,
				...(JSON.parse(terms) as (string | null)[]),
				latency === null ? null : String(latency),
				labels === null ? null : JSON.stringify(JSON.parse(labels)),
			],
		]),
	);
}

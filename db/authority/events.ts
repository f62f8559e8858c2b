import { AUTHORITY_TYPES } from '../../lib/authority/facts';
import { textArrayText } from '../ledger/arrays';
import type { RowTexts } from '../ledger/ledger-row';
import type { Statements } from '../one-connection';

/** The events of a span of a zone's chain that concern authority, in their order. */
export async function authorityEvents(pg: Statements, zoneNo: number, first: number, last: number): Promise<RowTexts[]> {
	const rows = await pg<Record<'seq' | 'micros' | 'ms' | 'id' | 'type' | 'decision' | 'status', string>[]>`
		select chain_seq as seq, (extract(epoch from occurred_at) * 1000000)::bigint as micros, entry_ms as ms, id, event_type as type, decision,
			evaluation_status as status, diagnostics_json as diagnostics, metadata_json as metadata
		from ledger_events where zone_no = ${zoneNo} and chain_seq between ${first} and ${last}
			and event_type = any(${textArrayText(AUTHORITY_TYPES)}::text[])
		order by chain_seq`;
	return rows.map((row) => {
		const { diagnostics, metadata } = row as unknown as Record<'diagnostics' | 'metadata', string | null>;
		return {
			...{ occurredAt: BigInt(row.micros), entryMs: Number(row.ms), chainSeq: Number(row.seq), id: row.id, eventType: row.type },
			...{ decision: row.decision, evaluationStatus: row.status, diagnostics, metadata },
		};
	});
}

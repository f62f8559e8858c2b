import type { SearchedEvent } from '../../lib/query/words';
import type { Statements } from '../one-connection';

/** No further event is read once the ones before it have this many bytes of JSON: one alone may have 16 MB. */
const BYTES_MAX = 4 * 1024 * 1024;

/** An event of the ledger as the word index reads it. */
export interface IndexedEvent extends SearchedEvent {
	readonly chainSeq: number;
	/** Microseconds since 1970, as Postgres writes the number. */
	readonly micros: string;
}

/**
 * The events of a zone from one position on, in their order: at most `eventsMax`, none behind `last`, and at least one if there
 * is one.
 */
export async function eventsFrom(pg: Statements, zoneNo: number, first: number, last: number, eventsMax: number): Promise<IndexedEvent[]> {
	const rows = await pg<
		Record<'seq' | 'micros' | 'id' | 'type' | 'request' | 'decision' | 'set' | 'version' | 'manifest' | 'status', string>[]
	>`
		select chain_seq as seq, (extract(epoch from occurred_at) * 1000000)::bigint as micros, id, event_type as type, request_id as request,
			decision, policy_set_id as set, policy_set_version_id as version, manifest_sha as manifest, evaluation_status as status,
			determining_policies_json as policies, diagnostics_json as diagnostics, metadata_json as metadata
		from (
			select *, sum(coalesce(octet_length(determining_policies_json), 0) + coalesce(octet_length(diagnostics_json), 0)
				+ coalesce(octet_length(metadata_json), 0)) over (order by chain_seq rows between unbounded preceding and 1 preceding) as bytes_before
			from (
				select * from ledger_events where zone_no = ${zoneNo} and chain_seq between ${first} and ${last}
				order by chain_seq limit ${eventsMax}) e) w
		where coalesce(bytes_before, 0) < ${BYTES_MAX} order by chain_seq`;
	return rows.map((row) => {
		const texts = row as unknown as Record<'policies' | 'diagnostics' | 'metadata', string | null>;
		return {
			chainSeq: Number(row.seq),
			micros: row.micros,
			id: row.id,
			eventType: row.type,
			requestId: row.request,
			decision: row.decision,
			policySetId: row.set,
			policySetVersionId: row.version,
			manifestSha: row.manifest,
			evaluationStatus: row.status,
			determiningPoliciesText: texts.policies,
			diagnosticsText: texts.diagnostics,
			metadataText: texts.metadata,
		};
	});
}

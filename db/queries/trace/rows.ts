import { type SQL, sql } from 'drizzle-orm';
import { epochMicros } from '../../epoch';

/** One event as a trace takes it, with its place and its clocks. Nothing is masked yet. */
export interface TraceRow {
	readonly zoneNo: number;
	readonly seq: number;
	readonly id: string;
	readonly occurredAt: bigint;
	readonly ingestedAt: bigint;
	/** When Redis took the entry, milliseconds since 1970. */
	readonly entryMs: number;
	readonly eventType: string;
	readonly requestId: string;
	readonly decision: string;
	readonly policySetId: string;
	readonly policySetVersionId: string;
	readonly manifestSha: string;
	/** Lowercase hex. */
	readonly contentSha256: string;
	readonly evaluationStatus: string;
	/** JSON texts; of one larger than allowed only the members a trace reads, and of those the short ones. */
	readonly determiningPoliciesText: string | null;
	readonly diagnosticsText: string | null;
	readonly metadataText: string | null;
}

/** Members of the metadata that a trace reads. */
const KEYS = [
	...['application_id', 'application_name', 'workload_id', 'workload_name', 'app_id', 'client_id', 'subject', 'subject_id', 'actor'],
	...['resource', 'requested', 'requested_scopes', 'scopes', 'env', 'reason', 'method', 'path', 'federated_user_issuer', 'subject_kind'],
	...['tier', 'approver_class', 'approver_plane', 'approver_subject_id', 'challenge_id', 'expires_at', 'reissued', 'authority_record_id'],
	...['jti', 'trace_id', 'subject_fingerprint', 'subject_fp', 'session_id', 'agent_session_id', 'agent_parent_id', 'parent_id'],
	...['agent_labels', 'agent_lifecycle', 'agent_depth', 'labels', 'delegation_chain', 'delegation_edge_id', 'delegation_graph_epoch'],
	...['delegation_hop_count', 'edge_id', 'edge_ids', 'source_session_id', 'target_session_id', 'epoch', 'affected_edges', 'grant_id'],
	...['gateway_status', 'upstream_status', 'latency_ms', 'response_bytes', 'error_kind', 'revocation_interrupted', 'upstream_host'],
	...['provider_id', 'command', 'subcommand', 'credential', 'policy_set_id', 'policy_set_version_id'],
];
const KEYS_ARRAY = sql.raw(`array[${KEYS.map((key) => `'${key}'`).join(',')}]`);
const MEMBER_BYTES_MAX = 4000;
const ITEMS_MAX = 20;

function shortArray(column: SQL): SQL {
	return sql`(select coalesce(jsonb_agg(item), '[]')::text from (
		select item from (select ${column}::jsonb as whole) parsed
			cross join jsonb_array_elements(case jsonb_typeof(whole) when 'array' then whole else '[]' end) item limit ${sql.raw(String(ITEMS_MAX))}
		) items where octet_length(item::text) <= ${sql.raw(String(MEMBER_BYTES_MAX))})`;
}

function shortObject(column: SQL): SQL {
	return sql`(select coalesce(jsonb_object_agg(key, value), '{}')::text from (select ${column}::jsonb as whole offset 0) parsed
			cross join unnest(${KEYS_ARRAY}) key
			cross join lateral (select whole -> key as value) member
		where jsonb_typeof(whole) = 'object' and octet_length(value::text) <= ${sql.raw(String(MEMBER_BYTES_MAX))})`;
}

const bounded = (column: SQL, bytesMax: SQL, short: SQL) =>
	sql`case when ${column} is null or octet_length(${column}) <= ${bytesMax} then ${column} else ${short} end`;

/**
 * The columns of a row `e` of the ledger.
 * @param bytesMax longest JSON taken whole, in bytes
 * @param requestId null where it is known: of thousands of rows it is not sent thousands of times
 */
export function traceColumns(bytesMax: SQL, requestId: SQL | null = sql`left(e.request_id, 8192)`): SQL {
	const [policies, diagnostics, metadata] = [sql`e.determining_policies_json`, sql`e.diagnostics_json`, sql`e.metadata_json`];
	return sql`e.zone_no, e.chain_seq::text as seq, left(e.id, 1024) as id, ${epochMicros(sql`e.occurred_at`)} as occurred_at,
		${epochMicros(sql`e.ingested_at`)} as ingested_at, e.entry_ms::text as entry_ms, left(e.event_type, 1024) as event_type,
		${requestId ?? sql`null::text`} as request_id, left(e.decision, 1024) as decision, left(e.policy_set_id, 1024) as policy_set_id,
		left(e.policy_set_version_id, 1024) as policy_set_version_id, left(e.manifest_sha, 1024) as manifest_sha, encode(e.content_sha256, 'hex') as content_sha256,
		left(e.evaluation_status, 1024) as evaluation_status,
		${bounded(policies, bytesMax, shortArray(policies))} as determining_policies,
		${bounded(diagnostics, bytesMax, shortArray(diagnostics))} as diagnostics,
		${bounded(metadata, bytesMax, shortObject(metadata))} as metadata`;
}

export interface RawTraceRow extends Record<string, unknown> {
	zone_no: number;
	seq: string;
	id: string;
	occurred_at: string;
	ingested_at: string;
	entry_ms: string;
	event_type: string;
	request_id: string | null;
	decision: string;
	policy_set_id: string;
	policy_set_version_id: string;
	manifest_sha: string;
	content_sha256: string;
	evaluation_status: string;
	determining_policies: string | null;
	diagnostics: string | null;
	metadata: string | null;
}

/** @param requestId of a row that was read without it */
export function traceRow(row: RawTraceRow, requestId = ''): TraceRow {
	return {
		zoneNo: row.zone_no,
		seq: Number(row.seq),
		id: row.id,
		occurredAt: BigInt(row.occurred_at),
		ingestedAt: BigInt(row.ingested_at),
		entryMs: Number(row.entry_ms),
		eventType: row.event_type,
		requestId: row.request_id ?? requestId,
		decision: row.decision,
		policySetId: row.policy_set_id,
		policySetVersionId: row.policy_set_version_id,
		manifestSha: row.manifest_sha,
		contentSha256: row.content_sha256,
		evaluationStatus: row.evaluation_status,
		determiningPoliciesText: row.determining_policies,
		diagnosticsText: row.diagnostics,
		metadataText: row.metadata,
	};
}

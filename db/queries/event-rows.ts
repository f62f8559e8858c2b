import { type SQL, sql } from 'drizzle-orm';
import { redactJson } from '../../lib/evidence/redact';
import type { JsonValue } from '../../lib/json';
import { epochMicros } from '../epoch';
import { KeptRows } from './kept-rows';
import { type Reader, rowsOf } from './reader';

/** One event as a list needs it: enough for its sentence, bounded in size whatever the record holds. */
export interface EventListRow {
	readonly zoneNo: number;
	readonly zoneId: string;
	readonly seq: number;
	readonly id: string;
	readonly occurredAt: bigint;
	readonly ingestedAt: bigint;
	readonly eventType: string;
	readonly decision: string;
	readonly evaluationStatus: string;
	readonly requestId: string;
	readonly policySetId: string;
	readonly policySetVersionId: string;
	/** The JSON columns have their secrets masked. */
	readonly determiningPolicies: JsonValue;
	readonly diagnostics: JsonValue;
	readonly metadata: JsonValue;
}

/** Stored size up to which a JSON column is taken whole; above it only short values of these keys are, so that a page of hostile records stays small. */
const JSON_WHOLE_BYTES_MAX = 2000;
const KEYS = [
	...[
		'application_id',
		'application_name',
		'workload_id',
		'workload_name',
		'app_id',
		'client_id',
		'subject',
		'actor',
		'resource',
		'requested',
	],
	...[
		'requested_scopes',
		'env',
		'reason',
		'method',
		'path',
		'federated_user_issuer',
		'binding_count',
		'tier',
		'approver_class',
		'approver_plane',
	],
	...['approver_subject_id', 'challenge_id', 'expires_at', 'reissued', 'authority_record_id', 'jti', 'gateway_status', 'upstream_status'],
	...['latency_ms', 'response_bytes', 'error_kind', 'revocation_interrupted', 'command', 'subcommand', 'credential', 'edge_id', 'edge_ids'],
	...[
		'delegation_edge_id',
		'source_session_id',
		'target_session_id',
		'epoch',
		'affected_edges',
		'agent_session_id',
		'parent_id',
		'session_id',
	],
	...['grant_id', 'policy_set_id', 'policy_set_version_id', 'upstream_host', 'agent_labels', 'labels'],
];

/** In the text of the statement, which is sent once a connection, and not as a parameter of each read. */
const KEYS_ARRAY = sql.raw(`array[${KEYS.map((key) => `'${key}'`).join(',')}]`);

function boundedArray(column: SQL): SQL {
	return sql`case when ${column} is null or pg_column_size(${column}) <= ${JSON_WHOLE_BYTES_MAX}::integer then ${column} else (
		select coalesce(jsonb_agg(item), '[]')::text from (
			select item from (select ${column}::jsonb as whole) parsed
				cross join jsonb_array_elements(case jsonb_typeof(whole) when 'array' then whole else '[]' end) item limit 10
		) items where octet_length(item::text) <= 500) end`;
}

function boundedObject(column: SQL): SQL {
	return sql`case when ${column} is null or pg_column_size(${column}) <= ${JSON_WHOLE_BYTES_MAX}::integer then ${column} else (
		select coalesce(jsonb_object_agg(key, value), '{}')::text from (select ${column}::jsonb as whole offset 0) parsed
			cross join unnest(${KEYS_ARRAY}) key
			cross join lateral (select whole -> key as value) member
		where jsonb_typeof(whole) = 'object' and octet_length(value::text) <= 2000) end`;
}

/** A row of LIST_COLUMNS as the driver gives it. */
export interface RawListRow extends Record<string, unknown> {
	zone_no: number;
	zone_id: string;
	seq: string;
	id: string;
	occurred_at: string;
	ingested_at: string;
	event_type: string;
	decision: string;
	evaluation_status: string;
	request_id: string;
	policy_set_id: string;
	policy_set_version_id: string;
	determining_policies: string | null;
	diagnostics: string | null;
	metadata: string | null;
}

/** Masked before it is parsed, since lists need nothing but words for it. */
function json(text: string | null): JsonValue {
	return text === null ? null : (JSON.parse(redactJson(text)) as JsonValue);
}

/** What of a row `e` of the ledger and its zone `z` a list shows. */
export const LIST_COLUMNS = sql`e.zone_no, z.zone_id, e.chain_seq::text as seq, e.id, ${epochMicros(sql`e.occurred_at`)} as occurred_at,
	${epochMicros(sql`e.ingested_at`)} as ingested_at, left(e.event_type, 300) as event_type, left(e.decision, 300) as decision,
	left(e.evaluation_status, 300) as evaluation_status, left(e.request_id, 1024) as request_id,
	left(e.policy_set_id, 300) as policy_set_id, left(e.policy_set_version_id, 300) as policy_set_version_id,
	${boundedArray(sql`e.determining_policies_json`)} as determining_policies,
	${boundedArray(sql`e.diagnostics_json`)} as diagnostics, ${boundedObject(sql`e.metadata_json`)} as metadata`;

export function listRowOf(row: RawListRow): EventListRow {
	return {
		zoneNo: row.zone_no,
		zoneId: row.zone_id,
		seq: Number(row.seq),
		id: row.id,
		occurredAt: BigInt(row.occurred_at),
		ingestedAt: BigInt(row.ingested_at),
		eventType: row.event_type,
		decision: row.decision,
		evaluationStatus: row.evaluation_status,
		requestId: row.request_id,
		policySetId: row.policy_set_id,
		policySetVersionId: row.policy_set_version_id,
		determiningPolicies: json(row.determining_policies),
		diagnostics: json(row.diagnostics),
		metadata: json(row.metadata),
	};
}

const kept = new KeptRows(listRowOf);

/**
 * Reads the ledger rows of the places that `places` yields (zone_no, chain_seq, occurred_at), in descending order of
 * (occurred_at, zone_no, chain_seq). The join carries occurred_at so that each probe touches one partition only.
 * @param ledgerCondition what a row `e` of the ledger must fulfil besides
 */
export async function ledgerRows(reader: Reader, places: SQL, ledgerCondition: SQL): Promise<EventListRow[]> {
	const rows = await rowsOf<RawListRow>(
		reader,
		sql`with place as materialized (${places})
			select ${LIST_COLUMNS}
			from place p
			join ledger_events e on e.zone_no = p.zone_no and e.chain_seq = p.chain_seq and e.occurred_at = p.occurred_at
			join zones z on z.zone_no = e.zone_no
			where ${ledgerCondition}
			order by e.occurred_at desc, e.zone_no desc, e.chain_seq desc`,
	);
	return rows.map((row) => kept.of(`${row.zone_no}/${row.seq}`, row));
}

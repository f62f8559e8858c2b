/** Caracal's own table of audit events with its indexes (wire reference 3.1), in a schema of its own beside ours. */
export const CARACAL_TABLE = `
	create schema if not exists caracal;
	create table if not exists caracal.audit_events (
		id text not null, zone_id text not null, event_type text not null, request_id text, decision text, policy_set_id text, policy_set_version_id text,
		manifest_sha text, evaluation_status text, determining_policies_json jsonb, diagnostics_json jsonb, metadata_json jsonb,
		occurred_at timestamptz not null, ingested_at timestamptz not null default now(), content_sha256 text, prev_content_sha256 text, chain_hmac text,
		chain_seq bigint, ingest_signature text
	) partition by range (occurred_at)`;

export const caracalMonth = (name: string, from: string, to: string) =>
	`create table if not exists caracal.audit_events_${name} partition of caracal.audit_events for values from ('${from}') to ('${to}')`;

/** Made when all rows are there: the same indexes, in a fraction of the time. */
export const CARACAL_INDEXES = [
	'alter table caracal.audit_events add primary key (id, occurred_at)',
	'create index on caracal.audit_events (zone_id, occurred_at desc)',
	'create index on caracal.audit_events (zone_id, chain_seq desc)',
	'create index on caracal.audit_events (request_id) where request_id is not null',
	"create index on caracal.audit_events ((metadata_json ->> 'agent_session_id')) where metadata_json ? 'agent_session_id'",
	"create index on caracal.audit_events ((metadata_json ->> 'session_id')) where metadata_json ? 'session_id'",
	"create index on caracal.audit_events using gin ((metadata_json -> 'agent_labels'))",
] as const;

/** Copies a piece of our ledger into it. */
export const CARACAL_CHUNK = `
	insert into caracal.audit_events select e.id, z.zone_id, e.event_type, e.request_id, e.decision, e.policy_set_id, e.policy_set_version_id, e.manifest_sha,
		e.evaluation_status, e.determining_policies_json::jsonb, e.diagnostics_json::jsonb, e.metadata_json::jsonb, e.occurred_at, e.ingested_at,
		encode(e.content_sha256, 'hex'), encode(e.prev_content_sha256, 'hex'), encode(e.chain_hmac, 'hex'), e.chain_seq, encode(e.ingest_signature, 'hex')
	from ledger_events e join zones z using (zone_no) where e.occurred_at >= $1::timestamptz and e.occurred_at < $2::timestamptz`;

import { CHUNK_HOURS, REASONS, TYPES, VALUES, ZONE_SHARES } from './world';

/**
 * SQL of one piece of the ledger: events `$1 + 1` to `$2` of all, at equal distances from `$3`, by a deterministic mix. Numbers of
 * the dictionary are zone * 100,000 + field * 10,000 + place, so that the projection needs no look-up.
 */
const pick = (seed: number, of: number) => `(abs(hashint8extended(i, ${seed})) % ${of})`;
/** A place among values of which the first are the most frequent. */
const skewed = (seed: number, of: number) => `floor(${of} * power(${pick(seed, 1_000_000)} / 1000000.0, 2.2))::integer`;
const array = (values: readonly string[]) => `(array[${values.map((value) => `'${value}'`).join(',')}])`;

const [a, b, c] = ZONE_SHARES;
const ZONE = `case when ${pick(1, 100)} < ${a} then 1 when ${pick(1, 100)} < ${a + b} then 2 when ${pick(1, 100)} < ${a + b + c} then 3 else 4 end`;
/** Places of the types among 100. */
const TYPE = `case when t < 52 then 1 when t < 84 then 2 when t < 88 then 3 when t < 92 then 4 when t < 94 then 5 when t < 96 then 6
	when t < 97 then 7 when t < 98 then 8 when t < 99 then 9 else 10 end`;

export const EVENTS = `
	with raw as (
		select i, $3::timestamptz + (i - $1) * (interval '${CHUNK_HOURS} hours' / ($2::bigint - $1::bigint)) as occurred_at, ${ZONE} as zone_no, ${pick(2, 100)} as t,
			${pick(3, 100)} as d, ${skewed(4, VALUES.apps)} as app, ${skewed(5, VALUES.resources)} as resource, ${pick(6, 100)} as r,
			${skewed(7, VALUES.hosts)} as host, ${skewed(8, VALUES.labels)} as label, ${skewed(9, 400)} as latency, ${pick(10, 200_000)} as session,
			${pick(11, 5_000)} as record, ${pick(12, 200_000)} as rare
		from generate_series($1::bigint, $2::bigint - 1) i
	), typed as (
		select *, ${TYPE} as type_no,
			-- a new policy version every other day, a few stragglers on the one before
			least(${VALUES.versions} - 1, greatest(0, floor(extract(epoch from occurred_at - $4::timestamptz) / 108000)::integer - (case when d = 7 then 1 else 0 end))) as version
		from raw
	), decided as (
		select *, case when type_no in (3, 4, 5) then null when type_no = 7 then 3 when d < 88 then 1 else 2 end as decision_no from typed
	), told as (
		select *, case when decision_no is distinct from 2 then 1 else 2 + r % ${REASONS.length - 1} end as reason_no,
			case when type_no in (1, 2, 3, 4, 6) and label < 12 then label end as label_no
		from decided
	)`;

const id = "'ev_' || lpad(to_hex(i), 12, '0')";
const request = "'req-' || to_hex(abs(hashint8extended(i / 3, 20)) % 281474976710656)";

export const METADATA = `case
	when type_no in (3, 4) then jsonb_build_object('application_id', 'app_' || lpad(app::text, 3, '0'), 'agent_session_id', 'ses_' || session,
		'labels', jsonb_build_array('label-' || label), 'reason', case when type_no = 4 then 'finished' end)
	when type_no = 5 then jsonb_build_object('edge_id', 'edge_' || session, 'source_session_id', 'ses_' || session, 'target_session_id', 'ses_' || (session + 1),
		'application_id', 'app_' || lpad(app::text, 3, '0'), 'epoch', record)
	when type_no = 2 then jsonb_build_object('application_id', 'app_' || lpad(app::text, 3, '0'), 'application_name', 'agent ' || app, 'method', case when d < 70 then 'GET' else 'POST' end,
		'path', '/v1/objects/' || record, 'resource', 'resource://system-' || resource, 'upstream_host', 'host-' || host || '.internal', 'upstream_status', case when decision_no = 2 then 502 else 200 end,
		'latency_ms', latency, 'gateway_status', 200, 'response_bytes', latency * 31, 'session_id', 'ar_' || record, 'agent_session_id', 'ses_' || session,
		'agent_labels', jsonb_build_array('label-' || label), 'jti', md5(i::text)::uuid, 'trace_id', md5('t' || i), 'error_kind', case when decision_no = 2 then ${array(REASONS)}[reason_no] end)
	else jsonb_build_object('application_id', case when rare = 7 then 'app_rare' else 'app_' || lpad(app::text, 3, '0') end, 'application_name', 'agent ' || app, 'resource', 'resource://system-' || resource,
		'requested_scopes', jsonb_build_array('system' || resource || ':read', 'system' || resource || ':list'), 'session_id', 'ar_' || record, 'agent_session_id', 'ses_' || session,
		'agent_labels', jsonb_build_array('label-' || label), 'agent_lifecycle', 'task', 'agent_depth', d % 4, 'delegation_hop_count', 1,
		'delegation_chain', jsonb_build_array(jsonb_build_object('application_id', 'app_' || lpad(app::text, 3, '0'), 'agent_session_id', 'ses_' || session, 'delegation_edge_id', 'edge_' || session)),
		'subject', 'user-' || record, 'jti', md5(i::text)::uuid, 'note', case when rare = 11 then 'quokka' when d < 3 then 'manual override' end)
	end`;
const DIAGNOSTICS = `case when type_no in (3, 4, 5) then null when decision_no = 2 and type_no <> 2 then jsonb_build_array(jsonb_build_object('reason', ${array(REASONS)}[reason_no])) else '[]' end`;
const POLICIES = `case when type_no in (3, 4, 5) then null else jsonb_build_array(jsonb_build_object('policy', 'policy-' || version % 7, 'policy_set_id', 'ps_main', 'effect', case when decision_no = 2 then 'deny' else 'permit' end)) end`;

/** The record's columns, named as in both tables. */
export const TOLD = `
	, numbered as (
		select told.*, row_number() over (partition by told.zone_no order by i) + coalesce(h.chain_seq, 0) as chain_seq
		from told left join chain_heads h on h.zone_no = told.zone_no
	), record as materialized (
		select n.*, ${id} as id, ${request} as request_id, ${array(TYPES)}[type_no] as event_type, coalesce(${array(['allow', 'deny', 'pending'])}[decision_no], '') as decision,
			case when type_no in (3, 4, 5) then '' else 'psv_' || version end as version_id, case when type_no in (3, 4, 5) then '' else 'complete' end as status,
			${POLICIES} as policies, ${DIAGNOSTICS} as diagnostics, ${METADATA} as metadata, sha256(convert_to(i::text, 'UTF8')) as hash
		from numbered n
	)`;

const term = (field: number, place: string) => `zone_no * 100000 + ${field} * 10000 + ${place}`;

/** Everything of one piece but its rollups, in one statement. */
export const INSERT_CHUNK = `${EVENTS}${TOLD},
	ledger as (
		insert into ledger_events (occurred_at, ingested_at, chain_seq, entry_ms, segment_no, zone_no, entry_seq, segment_index, stream_no, id, event_type,
			request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status, determining_policies_json, diagnostics_json, metadata_json,
			content_sha256, prev_content_sha256, chain_hmac, ingest_signature)
		select occurred_at, occurred_at + interval '40 milliseconds', chain_seq, (extract(epoch from occurred_at) * 1000)::bigint, 1, zone_no, 0, 0, 1, id, event_type,
			request_id, decision, '', version_id, '', status, policies::text, diagnostics::text, metadata::text, hash, hash, hash, hash
		from record order by i
	), search as (
		insert into search_events (occurred_at, chain_seq, request_key, zone_no, event_type_no, decision_no, reason_no, application_no, resource_no, policy_version_no,
			host_no, latency_ms, label_nos)
		select occurred_at, chain_seq, ('x' || encode(substr(sha256(convert_to(request_id, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint, zone_no, ${term(1, 'type_no')}, ${term(2, 'decision_no')},
			case when type_no = 4 then ${term(3, '99')} when type_no in (3, 5) then null when type_no = 2 and decision_no <> 2 then ${term(3, '1')} else ${term(3, 'reason_no')} end,
			case when metadata ->> 'application_id' = 'app_rare' then ${term(4, '999')} else ${term(4, 'app')} end,
			case when type_no not in (3, 4, 5) then ${term(5, 'resource')} end, case when type_no not in (3, 4, 5) then ${term(6, 'version')} end,
			case when type_no = 2 then ${term(7, 'host')} end, case when type_no = 2 then latency end,
			case when type_no in (1, 2, 3, 4, 6, 7, 8, 9, 10) then array[${term(8, 'label')}] end
		from record order by i
	)
	select zone_no, max(chain_seq)::text as seq, count(*)::text as events from record group by 1`;

/** The dictionary. */
export const INSERT_TERMS = `
	insert into search_terms (term_no, zone_no, field, value) overriding system value
	select z * 100000 + f * 10000 + n, z, f, v from generate_series(1, 4) z, (
		select 1 as f, ordinality::integer as n, v from unnest(${array(TYPES)}) with ordinality as t(v)
		union all select 2, ordinality, v from unnest(array['allow', 'deny', 'pending']) with ordinality as t(v)
		union all select 3, ordinality, v from unnest(${array(REASONS)}) with ordinality as t(v) union all select 3, 99, 'finished'
		union all select 4, n, 'app_' || lpad(n::text, 3, '0') from generate_series(0, ${VALUES.apps - 1}) n union all select 4, 999, 'app_rare' union all select 4, 998, 'app_gone'
		union all select 5, n, 'resource://system-' || n from generate_series(0, ${VALUES.resources - 1}) n
		union all select 6, n, 'psv_' || n from generate_series(0, ${VALUES.versions - 1}) n
		union all select 7, n, 'host-' || n || '.internal' from generate_series(0, ${VALUES.hosts - 1}) n
		union all select 8, n, 'label-' || n from generate_series(0, ${VALUES.labels - 1}) n
	) t(f, n, v) on conflict do nothing`;

/** Rollups of the piece between two instants. */
export const INSERT_MINUTES = `
	insert into rollup_minute select zone_no, date_trunc('minute', occurred_at), coalesce(decision_no, 0), count(*) from search_events
	where occurred_at >= $1::timestamptz and occurred_at < $2::timestamptz group by 1, 2, 3`;
export const INSERT_HOURS = `
	insert into rollup_hour
	select zone_no, hour, (term_no % 100000) / 10000, term_no, sum(events) from (
		select zone_no, date_trunc('hour', occurred_at) as hour, event_type_no, decision_no, reason_no, application_no, resource_no, policy_version_no, host_no,
			label_nos[1] as label_no, count(*) as events
		from search_events where occurred_at >= $1::timestamptz and occurred_at < $2::timestamptz
		group by 1, 2, grouping sets ((event_type_no), (decision_no), (reason_no), (application_no), (resource_no), (policy_version_no), (host_no), (label_no))
	) g cross join lateral (select coalesce(event_type_no, decision_no, reason_no, application_no, resource_no, policy_version_no, host_no, label_no) as term_no) t
	where term_no is not null group by 1, 2, 3, 4`;

-- Roles. Two groups that the processes act as; the owner (who runs migrations) may switch to either.
do $$
begin
  if not exists (select from pg_roles where rolname = 'console_worker') then create role console_worker nologin noinherit; end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  if not exists (select from pg_roles where rolname = 'console_web') then create role console_web nologin noinherit; end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  if not pg_has_role(current_user, 'console_worker', 'member') then execute format('grant console_worker to %I', current_user); end if;
  if not pg_has_role(current_user, 'console_web', 'member') then execute format('grant console_web to %I', current_user); end if;
end $$;

revoke all on schema public from public;
grant usage on schema public to console_worker, console_web;

-- Guards. They hold for every role, the owner included, as long as triggers are on.
create function evidence_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'evidence is append-only: % on % is not allowed', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

create function chain_head_moves_forward() returns trigger language plpgsql as $$
begin
  if new.zone_no <> old.zone_no or new.chain_seq <= old.chain_seq or new.event_count <= old.event_count then
    raise exception 'a chain head only moves forward (zone_no %, chain_seq % to %)', old.zone_no, old.chain_seq, new.chain_seq
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- Zones: the text of a tenant boundary is stored once; every other table carries its number.
create table zones (
  zone_no integer generated always as identity primary key,
  zone_id text not null unique check (octet_length(zone_id) between 1 and 512),
  first_seen_at timestamptz not null default now()
);

-- The ledger: one row per event, append-only, one hash chain per zone, chain_seq gapless per zone.
-- Only the holder of the zone's chain_heads row lock appends, so (zone_no, chain_seq) is a position nobody can miss rows behind.
-- Hashes are bytea and zones are numbers to stay within the space budget. The JSON columns hold jsonb's text form as the worker
-- hashed it: parsing it into jsonb again would cost Postgres half of a row's time. The view audit_events gives Caracal's types.
create table ledger_events (
  occurred_at timestamptz not null,
  ingested_at timestamptz not null,
  chain_seq bigint not null,
  entry_ms bigint not null,
  segment_no bigint not null,
  zone_no integer not null,
  entry_seq integer not null,
  segment_index integer not null,
  stream_no smallint not null,
  id text not null,
  event_type text not null,
  request_id text not null,
  decision text not null,
  policy_set_id text not null,
  policy_set_version_id text not null,
  manifest_sha text not null,
  evaluation_status text not null,
  determining_policies_json text,
  diagnostics_json text,
  metadata_json text,
  content_sha256 bytea not null,
  prev_content_sha256 bytea,
  chain_hmac bytea,
  ingest_signature bytea,
  primary key (id, occurred_at)
) partition by range (occurred_at);
-- serves tail, export, chain verification, and the join from search_events
create index ledger_events_position on ledger_events (zone_no, chain_seq);
create trigger ledger_events_append_only before update or delete on ledger_events
  for each row execute function evidence_is_append_only();

-- Chain heads: one row per zone, locked for the batch that extends the zone, in ascending zone_no.
create table chain_heads (
  zone_no integer primary key references zones,
  chain_seq bigint not null,
  event_count bigint not null,
  content_sha256 bytea not null,
  updated_at timestamptz not null default now()
) with (fillfactor = 50);
create trigger chain_heads_forward before update on chain_heads for each row execute function chain_head_moves_forward();
create trigger chain_heads_kept before delete on chain_heads for each row execute function evidence_is_append_only();
create trigger chain_heads_not_truncated before truncate on chain_heads for each statement execute function evidence_is_append_only();

-- Segments: the signed bytes of one batch, sealed and compressed; an event points at (segment_no, segment_index).
-- sealed_at equals the ingested_at of its events, so a reader can prune to one partition.
create sequence segment_no_seq as bigint;
create table segments (
  segment_no bigint not null,
  sealed_at timestamptz not null,
  event_count integer not null,
  raw_bytes integer not null,
  codec smallint not null,
  payload bytea not null,
  primary key (segment_no, sealed_at)
) partition by range (sealed_at);
alter table segments alter column payload set storage external;
create trigger segments_append_only before update or delete on segments
  for each row execute function evidence_is_append_only();

-- Outbox receipts: the outbox delivers at least once under new entry ids, so an authority entry is known by its outbox_id.
create table outbox_receipts (
  stream_no smallint not null,
  outbox_id text not null,
  zone_no integer not null,
  chain_seq bigint not null,
  occurred_at timestamptz not null,
  primary key (outbox_id, stream_no)
);
create trigger outbox_receipts_append_only before update or delete on outbox_receipts
  for each row execute function evidence_is_append_only();
create trigger outbox_receipts_not_truncated before truncate on outbox_receipts
  for each statement execute function evidence_is_append_only();

-- Alerts: Caracal's table and columns.
create table audit_ingest_alerts (
  id bigint generated always as identity primary key,
  event_id text not null,
  zone_id text not null,
  kind text not null,
  detail text,
  observed_at timestamptz not null default now()
);
create index audit_ingest_alerts_zone on audit_ingest_alerts (zone_id, observed_at desc);
-- one finding is one row, however often a redelivery shows it again
create unique index audit_ingest_alerts_once on audit_ingest_alerts (kind, md5(zone_id), md5(event_id), md5(coalesce(detail, '')));
create trigger audit_ingest_alerts_append_only before update or delete on audit_ingest_alerts
  for each row execute function evidence_is_append_only();
create trigger audit_ingest_alerts_not_truncated before truncate on audit_ingest_alerts
  for each statement execute function evidence_is_append_only();

-- Caracal's housekeeping tables, names and columns kept.
create table audit_export_watermark (
  name text primary key,
  last_exported_hour timestamptz not null,
  updated_at timestamptz not null default now()
);
create table audit_retention (
  singleton boolean primary key default true check (singleton),
  retention_days integer not null check (retention_days >= 1),
  updated_at timestamptz not null default now(),
  updated_by text
);

-- Dictionary of the search projection: a field's text value stored once per zone. Values are cut by termOf() to at most 256 bytes.
create table search_terms (
  term_no integer generated always as identity primary key,
  zone_no integer not null references zones,
  field smallint not null,
  value text not null check (octet_length(value) <= 512),
  unique (zone_no, field, value)
);

-- Search projection: narrow and dictionary-coded, written in the ledger's transaction, rebuildable from the ledger.
-- NULL means the event does not carry the field. *_key is the 64-bit key of an identifier (keyOf), rechecked against the ledger.
create table search_events (
  occurred_at timestamptz not null,
  chain_seq bigint not null,
  request_key bigint,
  zone_no integer not null,
  event_type_no integer not null,
  decision_no integer,
  reason_no integer,
  application_no integer,
  resource_no integer,
  policy_version_no integer,
  host_no integer,
  latency_ms integer
) partition by range (occurred_at);
-- serves every list and histogram, newest first per zone
create index search_events_time on search_events (zone_no, occurred_at);
-- serves look-up by request ID
create index search_events_request on search_events (request_key);

-- Rollups, keyed by occurred_at. decision_no 0 stands for "no decision".
create table rollup_minute (
  zone_no integer not null,
  minute timestamptz not null,
  decision_no integer not null,
  events bigint not null,
  primary key (zone_no, minute, decision_no)
) with (fillfactor = 80);
create table rollup_hour (
  zone_no integer not null,
  hour timestamptz not null,
  field smallint not null,
  term_no integer not null,
  events bigint not null,
  primary key (zone_no, hour, field, term_no)
) with (fillfactor = 80);

-- Workers: what each one says of itself; the console shows it on every view.
create table worker_heartbeats (
  worker_id text primary key,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  accepts_unsigned_audit boolean not null default false,
  accepts_unsigned_streams boolean not null default false,
  undelivered_entries bigint,
  pending_entries bigint,
  oldest_pending_ms bigint,
  dead_letter_entries bigint,
  appended_events bigint not null default 0,
  last_commit_at timestamptz,
  last_error text
);

-- Console accounts.
create table console_users (
  user_id integer generated always as identity primary key,
  name text not null unique check (octet_length(name) between 1 and 200),
  password_hash text not null,
  role text not null check (role in ('viewer', 'investigator', 'operator', 'admin')),
  created_at timestamptz not null default now(),
  signed_in_at timestamptz
);

-- Months. Each month from 2015 to 2099 gets its partition when first needed; everything outside has one on either side,
-- so no event can find no partition, and none lies where a later month must go.
create table ledger_events_before_2015 partition of ledger_events for values from (minvalue) to ('2015-01-01 00:00:00+00');
create table ledger_events_from_2100 partition of ledger_events for values from ('2100-01-01 00:00:00+00') to (maxvalue);
create table search_events_before_2015 partition of search_events for values from (minvalue) to ('2015-01-01 00:00:00+00');
create table search_events_from_2100 partition of search_events for values from ('2100-01-01 00:00:00+00') to (maxvalue);
create trigger ledger_events_before_2015_not_truncated before truncate on ledger_events_before_2015
  for each statement execute function evidence_is_append_only();
create trigger ledger_events_from_2100_not_truncated before truncate on ledger_events_from_2100
  for each statement execute function evidence_is_append_only();
create trigger ledger_events_not_truncated before truncate on ledger_events
  for each statement execute function evidence_is_append_only();
create trigger segments_not_truncated before truncate on segments
  for each statement execute function evidence_is_append_only();

-- Creates the month's partitions of the given table if they are missing. Built aside and attached, so that readers and
-- writers of other months are not held up; safe to call at once from several processes.
create function audit_month_ensure(parent text, month date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  first_day date := date_trunc('month', month)::date;
  child text := format('%s_y%sm%s', parent, to_char(first_day, 'YYYY'), to_char(first_day, 'MM'));
begin
  if parent not in ('ledger_events', 'search_events', 'segments') then
    raise exception 'no monthly partitions for %', parent using errcode = 'invalid_parameter_value';
  end if;
  if first_day < date '2015-01-01' or first_day >= date '2100-01-01' then return; end if;
  if exists (select from pg_class where relname = child and relnamespace = 'public'::regnamespace) then return; end if;
  -- looked up in pg_class, not with to_regclass(): its cached "no such table" would survive the wait for the lock
  perform pg_advisory_xact_lock(hashtextextended('audit_month_ensure:' || child, 0));
  if exists (select from pg_class where relname = child and relnamespace = 'public'::regnamespace) then return; end if;
  execute format('create table %I (like %I including defaults including constraints including storage)', child, parent);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, child,
    first_day::text || ' 00:00:00+00', (first_day + interval '1 month')::date::text || ' 00:00:00+00');
  if parent <> 'search_events' then
    execute format('create trigger %I before truncate on %I for each statement execute function evidence_is_append_only()',
      child || '_not_truncated', child);
  end if;
end $$;
revoke all on function audit_month_ensure(text, date) from public;
grant execute on function audit_month_ensure(text, date) to console_worker;

do $$
declare m integer;
begin
  for m in -13..3 loop
    perform audit_month_ensure('ledger_events', (date_trunc('month', now() at time zone 'UTC') + make_interval(months => m))::date);
    perform audit_month_ensure('search_events', (date_trunc('month', now() at time zone 'UTC') + make_interval(months => m))::date);
    if m >= 0 then
      perform audit_month_ensure('segments', (date_trunc('month', now() at time zone 'UTC') + make_interval(months => m))::date);
    end if;
  end loop;
end $$;

-- Caracal's table as Caracal names and types it.
create view audit_events as
select e.id, z.zone_id, e.event_type, e.request_id, e.decision, e.policy_set_id, e.policy_set_version_id, e.manifest_sha,
  e.evaluation_status, e.determining_policies_json::jsonb as determining_policies_json,
  e.diagnostics_json::jsonb as diagnostics_json, e.metadata_json::jsonb as metadata_json, e.occurred_at, e.ingested_at,
  encode(e.content_sha256, 'hex') as content_sha256,
  encode(e.prev_content_sha256, 'hex') as prev_content_sha256,
  coalesce(encode(e.chain_hmac, 'hex'), '') as chain_hmac,
  e.chain_seq,
  encode(e.ingest_signature, 'hex') as ingest_signature
from ledger_events e join zones z using (zone_no);

-- Grants: the worker appends, the web reads what is evidence and owns what is the console's.
grant select, insert on zones, ledger_events, segments, outbox_receipts, audit_ingest_alerts, search_terms, search_events to console_worker;
grant select, insert, update on chain_heads, rollup_minute, rollup_hour, worker_heartbeats, audit_export_watermark to console_worker;
grant delete on worker_heartbeats to console_worker;
grant select on audit_retention, audit_events to console_worker;
grant usage on sequence segment_no_seq to console_worker;
grant select on zones, ledger_events, segments, chain_heads, outbox_receipts, audit_ingest_alerts, search_terms, search_events,
  rollup_minute, rollup_hour, worker_heartbeats, audit_events, audit_export_watermark to console_web;
grant select, insert, update on audit_retention to console_web;
grant select, insert, update, delete on console_users to console_web;

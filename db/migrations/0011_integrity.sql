-- Integrity: the Merkle tree of each zone and its signed checkpoints, where they are anchored, sweeps, findings, evidence bundles.

-- The tree over a zone's content hashes in chain_seq order (RFC 6962), as tiles of C2SP tlog-tiles: a tile of level 0 holds leaf
-- hashes, 256 of them, a tile of level n + 1 the roots of 256 tiles of level n. Written behind the ledger, never in its transaction.
-- Level 0 stays although the ledger gives it again: it is what a rewritten ledger is compared with, event by event.
create table merkle_tiles (
  zone_no integer not null,
  level smallint not null check (level between 0 and 6),
  tile_no bigint not null check (tile_no >= 0),
  hashes bytea not null check (octet_length(hashes) % 32 = 0 and octet_length(hashes) between 32 and 8192),
  primary key (zone_no, level, tile_no)
);
alter table merkle_tiles alter column hashes set storage external;
create function merkle_tile_widens() returns trigger language plpgsql as $$
begin
  if new.zone_no <> old.zone_no or new.level <> old.level or new.tile_no <> old.tile_no
      or octet_length(new.hashes) <= octet_length(old.hashes)
      or substr(new.hashes, 1, octet_length(old.hashes)) <> old.hashes then
    raise exception 'a tile of the tree only widens (zone_no %, tile %/%)', old.zone_no, old.level, old.tile_no
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger merkle_tiles_widen before update on merkle_tiles for each row execute function merkle_tile_widens();
create trigger merkle_tiles_kept before delete on merkle_tiles for each row execute function evidence_is_append_only();
create trigger merkle_tiles_not_truncated before truncate on merkle_tiles for each statement execute function evidence_is_append_only();

-- Where each zone's tree stands; locked for the step that extends it. The tree may be ahead of the newest checkpoint.
create table merkle_heads (
  zone_no integer primary key references zones,
  size bigint not null default 0,
  -- of the newest checkpoint; 0 without one
  checkpoint_size bigint not null default 0,
  checkpoint_at timestamptz,
  updated_at timestamptz not null default now(),
  check (checkpoint_size <= size)
) with (fillfactor = 50);

-- Signed checkpoints: C2SP tlog-checkpoint in a signed note, whole.
create table checkpoints (
  zone_no integer not null references zones,
  size bigint not null check (size >= 1),
  signed_at timestamptz not null,
  root_sha256 bytea not null check (octet_length(root_sha256) = 32),
  note text not null check (octet_length(note) <= 524288),
  primary key (zone_no, size)
);
create index checkpoints_time on checkpoints (zone_no, signed_at);
create trigger checkpoints_append_only before update or delete on checkpoints for each row execute function evidence_is_append_only();
create trigger checkpoints_not_truncated before truncate on checkpoints for each statement execute function evidence_is_append_only();

-- Anchors: places that Postgres cannot rewrite and that get every checkpoint, as the workers are configured.
create table anchors (
  anchor text primary key check (octet_length(anchor) between 1 and 100),
  kind text not null check (kind in ('directory', 'webhook', 's3')),
  place text not null check (octet_length(place) <= 2048),
  readable boolean not null,
  seen_at timestamptz not null default now()
);
-- How far each zone has come at each anchor. Deliveries go in the order of sizes, so one number tells all of them.
create table anchor_heads (
  anchor text not null references anchors on delete cascade,
  zone_no integer not null references zones,
  size bigint not null default 0,
  delivered_at timestamptz,
  tried_at timestamptz,
  failures integer not null default 0,
  last_error text check (octet_length(last_error) <= 2000),
  -- what the anchor itself says it holds, when it was last read back
  held_size bigint,
  read_at timestamptz,
  primary key (anchor, zone_no)
) with (fillfactor = 50);

-- Sweeps: every verification pass over a range of one zone. from_seq and to_seq are inclusive; next_seq is where it goes on, also
-- after the worker that ran it has ended. What has ended is not changed any more.
create table sweeps (
  sweep_no bigint generated always as identity primary key,
  zone_no integer not null references zones,
  kind text not null check (kind in ('start', 'hourly', 'demand')),
  is_deep boolean not null default false,
  -- null in what was asked for: the first event kept, the last one there when it begins
  from_seq bigint check (from_seq >= 1),
  to_seq bigint check (to_seq >= 0),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  next_seq bigint,
  events bigint not null default 0,
  findings integer not null default 0,
  checkpoints integer not null default 0,
  signatures bigint not null default 0,
  events_per_second real,
  -- what a worker needs to go on at next_seq, as JSON; null once it has ended
  resume text check (octet_length(resume) <= 1048576),
  asked_at timestamptz not null default now(),
  asked_by text check (octet_length(asked_by) <= 512),
  started_at timestamptz,
  resumed integer not null default 0,
  seen_at timestamptz,
  worker_id text,
  cancel_asked_at timestamptz,
  cancel_asked_by text check (octet_length(cancel_asked_by) <= 512),
  ended_at timestamptz,
  error text check (octet_length(error) <= 2000),
  check ((ended_at is not null) = (state in ('done', 'cancelled', 'failed')))
);
create index sweeps_open on sweeps (sweep_no) where ended_at is null;
create index sweeps_zone on sweeps (zone_no, sweep_no desc);
create function sweep_ends_once() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null or new.sweep_no <> old.sweep_no or new.zone_no <> old.zone_no then
    raise exception 'sweep % has ended and is not changed any more', old.sweep_no using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger sweeps_end_once before update on sweeps for each row execute function sweep_ends_once();
create trigger sweeps_kept before delete on sweeps for each row execute function evidence_is_append_only();
create trigger sweeps_not_truncated before truncate on sweeps for each statement execute function evidence_is_append_only();
create function sweeps_notify() returns trigger language plpgsql as $$
begin
  notify sweeps;
  return null;
end $$;
create trigger sweeps_told after insert or update of cancel_asked_at on sweeps for each statement execute function sweeps_notify();

-- Up to where each zone is verified without a break from its first event, and when it last was as a whole.
create table sweep_heads (
  zone_no integer primary key references zones,
  verified_seq bigint not null default 0,
  verified_at timestamptz,
  whole_at timestamptz,
  deep_at timestamptz,
  last_sweep_no bigint
) with (fillfactor = 50);

-- Findings stand in Caracal's table, with more columns. A finding is one row, however often it is seen.
alter table audit_ingest_alerts add column chain_seq bigint;
alter table audit_ingest_alerts add column last_seq bigint;
alter table audit_ingest_alerts add column expected text;
alter table audit_ingest_alerts add column found text;
create table alert_sightings (
  alert_id bigint primary key,
  first_sweep_no bigint,
  last_sweep_no bigint,
  seen_at timestamptz not null default now(),
  sightings integer not null default 1
) with (fillfactor = 50);
create table alert_resolutions (
  alert_id bigint primary key,
  resolved_at timestamptz not null default now(),
  resolved_by text not null check (octet_length(resolved_by) between 1 and 512),
  note text not null check (octet_length(note) between 1 and 4000)
);
create trigger alert_resolutions_append_only before update or delete on alert_resolutions
  for each row execute function evidence_is_append_only();
create trigger alert_resolutions_not_truncated before truncate on alert_resolutions
  for each statement execute function evidence_is_append_only();

-- Evidence bundles: what was asked for and by whom stays; the bytes go after expires_at.
create table evidence_jobs (
  job_id uuid primary key default gen_random_uuid(),
  zone_nos integer[] not null check (cardinality(zone_nos) between 1 and 1000),
  subject_kind text not null check (subject_kind in ('request', 'search', 'revocation', 'incident', 'range')),
  subject text not null check (octet_length(subject) <= 4096),
  filter text not null default '' check (octet_length(filter) <= 65536),
  from_at timestamptz,
  to_at timestamptz,
  asked_at timestamptz not null default now(),
  asked_by text not null check (octet_length(asked_by) between 1 and 512),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  events_total bigint,
  events bigint not null default 0,
  bytes bigint not null default 0,
  sha256 bytea,
  started_at timestamptz,
  seen_at timestamptz,
  worker_id text,
  cancel_asked_at timestamptz,
  ended_at timestamptz,
  expires_at timestamptz,
  error text check (octet_length(error) <= 2000),
  check ((ended_at is not null) = (state in ('done', 'cancelled', 'failed')))
);
create index evidence_jobs_open on evidence_jobs (asked_at) where ended_at is null;
create index evidence_jobs_asked on evidence_jobs (asked_at desc);
create table evidence_job_parts (
  job_id uuid not null references evidence_jobs,
  part_no integer not null,
  bytes bytea not null,
  primary key (job_id, part_no)
);
create function evidence_jobs_notify() returns trigger language plpgsql as $$
begin
  notify evidence_jobs;
  return null;
end $$;
create trigger evidence_jobs_told after insert or update of cancel_asked_at on evidence_jobs
  for each statement execute function evidence_jobs_notify();

-- The wall.
do $$
declare name text;
begin
  foreach name in array array['merkle_tiles', 'merkle_heads', 'checkpoints', 'anchor_heads', 'sweeps', 'sweep_heads'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy worker_all on %I to console_worker using (true) with check (true)', name);
    execute format($policy$create policy web_zones on %I to console_web using (
      (select current_setting('caracal.zones', true)) = '*'
      or zone_no = any ((select string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[])::integer[]))$policy$, name);
    execute format('grant select, insert, update on %I to console_worker', name);
    execute format('grant select on %I to console_web', name);
  end loop;
  -- through the alert, which has the wall before it
  foreach name in array array['alert_sightings', 'alert_resolutions'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy worker_all on %I to console_worker using (true) with check (true)', name);
    execute format('create policy web_zones on %I to console_web using (exists (select from audit_ingest_alerts a where a.id = alert_id))', name);
    execute format('grant select on %I to console_web', name);
  end loop;
end $$;
alter table evidence_jobs enable row level security;
create policy worker_all on evidence_jobs to console_worker using (true) with check (true);
create policy web_zones on evidence_jobs to console_web using (
  (select current_setting('caracal.zones', true)) = '*'
  or zone_nos <@ (select string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[])::integer[]);
alter table evidence_job_parts enable row level security;
create policy worker_all on evidence_job_parts to console_worker using (true) with check (true);
create policy web_zones on evidence_job_parts to console_web using (exists (select from evidence_jobs j where j.job_id = evidence_job_parts.job_id));

-- the web asks, cancels and resolves, and can write no result
grant insert (zone_no, kind, is_deep, from_seq, to_seq, asked_by), update (cancel_asked_at, cancel_asked_by) on sweeps to console_web;
grant insert (alert_id, resolved_by, note) on alert_resolutions to console_web;
grant select on evidence_jobs, evidence_job_parts, anchors to console_web;
grant insert (zone_nos, subject_kind, subject, filter, from_at, to_at, asked_by), update (cancel_asked_at) on evidence_jobs to console_web;
grant select, insert, update on alert_sightings, anchors, evidence_jobs to console_worker;
grant select on alert_resolutions to console_worker;
grant select, insert, delete on evidence_job_parts to console_worker;
grant delete on anchors to console_worker;
-- bundles are chosen by searches, which the worker then makes
grant execute on function word_groups(integer[], integer[], timestamptz, timestamptz, integer) to console_worker;

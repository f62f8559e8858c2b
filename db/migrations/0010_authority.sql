-- Who delegated what to whom, and what revocations took down: the rows of lib/authority/rows.ts, kept by the worker in the ledger's
-- transaction, under the zone's head lock. All of it can be made anew from the ledger (npm run rebuild). A row's `facts` is its text in
-- the form of lib/authority/encode.ts; the columns beside it repeat what is looked up by. Instants are microseconds since 1970;
-- identifiers are in the byte order, so that they are found by their beginning.
-- Room is left in every page, so that the usual change, when something was last used, touches no index.
create table authority_sessions (
  zone_no integer not null,
  id text collate "C" not null,
  parent text collate "C",
  record text collate "C",
  app text collate "C",
  -- when it began, or was first seen; when it was announced as over for good, or the largest number
  from_at bigint not null,
  over_at bigint not null,
  -- what it is found by besides: 'l:' label, 'r:' resource, 'n:' name of its application in lower case
  keys text[] not null,
  facts text not null,
  primary key (zone_no, id)
) with (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05);
create index authority_sessions_parent on authority_sessions (zone_no, parent) where parent is not null;
create index authority_sessions_record on authority_sessions (zone_no, record) where record is not null;
create index authority_sessions_app on authority_sessions (zone_no, app, from_at) where app is not null;
create index authority_sessions_begun on authority_sessions (zone_no, from_at);
create index authority_sessions_keys on authority_sessions using gin (keys);

create table authority_edges (
  zone_no integer not null,
  id text collate "C" not null,
  source text collate "C",
  target text collate "C",
  -- it held at most in [from_at, over_at), as far as its own events tell
  from_at bigint not null,
  over_at bigint not null,
  -- 'r:' resource
  keys text[] not null,
  facts text not null,
  primary key (zone_no, id)
) with (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05);
-- what a session gives and holds, what is over last first, so that a moment reads what held then or later and a few are always the same few
create index authority_edges_source on authority_edges (zone_no, source, over_at desc, id) where source is not null;
create index authority_edges_target on authority_edges (zone_no, target, over_at desc, id) where target is not null;
create index authority_edges_keys on authority_edges using gin (keys);

create table authority_records (
  zone_no integer not null,
  id text collate "C" not null,
  subject text collate "C",
  facts text not null,
  primary key (zone_no, id)
) with (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05);
create index authority_records_subject on authority_records (zone_no, subject) where subject is not null;

create table authority_revocations (
  zone_no integer not null,
  seq bigint not null,
  kind text not null,
  decided_at bigint not null,
  -- delegation, session, record or grant; session and record named beside it
  id text collate "C" not null,
  facts text not null,
  primary key (zone_no, seq)
);
create index authority_revocations_decided on authority_revocations (zone_no, decided_at, seq);
create index authority_revocations_id on authority_revocations (zone_no, id);

-- What fell with a revoked delegation by computation; all of a root is replaced at once.
create table authority_falls (
  zone_no integer not null,
  root text collate "C" not null,
  place integer not null,
  is_edge boolean not null,
  id text collate "C" not null,
  at bigint not null,
  depth integer not null,
  step text not null,
  via text collate "C" not null,
  primary key (zone_no, root, place)
);
-- which cascade took an element down first
create index authority_falls_element on authority_falls (zone_no, id, is_edge, at, root);

-- When the worker looked whether a revocation held, and what it found: alerts are raised from it.
create table authority_checks (
  zone_no integer not null,
  seq bigint not null,
  decided_at bigint not null,
  due_at timestamptz not null default now(),
  checked_at timestamptz,
  violations integer not null default 0,
  primary key (zone_no, seq)
);
create index authority_checks_due on authority_checks (due_at);

do $$
declare name text;
begin
  foreach name in array array['authority_sessions', 'authority_edges', 'authority_records', 'authority_revocations', 'authority_falls', 'authority_checks'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy worker_all on %I to console_worker using (true) with check (true)', name);
    execute format($policy$create policy web_zones on %I for select to console_web using (
      (select current_setting('caracal.zones', true)) = '*'
      or zone_no = any ((select string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[])::integer[]))$policy$, name);
    execute format('grant select, insert, update, delete on %I to console_worker', name);
    execute format('grant select on %I to console_web', name);
  end loop;
end $$;

-- What is found by a key. Row-level security would keep the key index from being used, so these stand behind the same wall themselves.
create function authority_sessions_with(zone integer, key text, rows_max integer) returns setof authority_sessions
language plpgsql stable security definer rows 50 set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare wall text := current_setting('caracal.zones', true);
begin
  if wall is null or wall = '' or (wall <> '*' and zone <> all (string_to_array(wall, ',')::integer[])) then return; end if;
  return query select s.* from authority_sessions s where s.keys @> array[key] and s.zone_no = zone order by s.from_at desc, s.id limit rows_max;
end $$;
create function authority_edges_with(zone integer, key text, rows_max integer) returns setof authority_edges
language plpgsql stable security definer rows 50 set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare wall text := current_setting('caracal.zones', true);
begin
  if wall is null or wall = '' or (wall <> '*' and zone <> all (string_to_array(wall, ',')::integer[])) then return; end if;
  return query select e.* from authority_edges e where e.keys @> array[key] and e.zone_no = zone order by e.from_at desc, e.id limit rows_max;
end $$;
revoke all on function authority_sessions_with(integer, text, integer), authority_edges_with(integer, text, integer) from public;
grant execute on function authority_sessions_with(integer, text, integer), authority_edges_with(integer, text, integer) to console_web, console_worker;

-- Groups of the word index that may hold events with any of the words.
create function authority_word_groups(zone integer, wanted integer[], from_at timestamptz, groups_max integer)
returns table (first_seq bigint, last_seq bigint)
language plpgsql stable security definer rows 200 set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare wall text := current_setting('caracal.zones', true);
begin
  if wall is null or wall = '' or (wall <> '*' and zone <> all (string_to_array(wall, ',')::integer[])) then return; end if;
  return query select g.first_seq, g.last_seq from search_words g
    where g.zone_no = zone and g.last_at >= coalesce(from_at, '-infinity') and (g.words && wanted or g.words @> '{-1}')
    order by g.last_at limit groups_max;
end $$;
revoke all on function authority_word_groups(integer, integer[], timestamptz, integer) from public;
grant execute on function authority_word_groups(integer, integer[], timestamptz, integer) to console_web, console_worker;

-- Consumer groups of the revocation streams as one worker sees them in Redis. Groups belong to no zone.
create table authority_consumers (
  stream_no smallint not null,
  group_name text not null,
  first_sampled_at timestamptz not null,
  sampled_at timestamptz not null,
  -- last sign of life of any of its consumers
  last_active_at timestamptz,
  consumers integer not null,
  pending bigint not null,
  -- entries not delivered yet, where Redis can tell
  lag bigint,
  primary key (stream_no, group_name)
);
-- How far a group had come, written when that changed; kept for 30 days.
create table authority_consumer_steps (
  stream_no smallint not null,
  group_name text not null,
  sampled_at timestamptz not null,
  delivered_ms bigint not null,
  delivered_seq bigint not null,
  -- entry ids delivered and not acknowledged, the oldest; is_cut: there are more
  pending text[] not null,
  is_cut boolean not null,
  primary key (stream_no, group_name, sampled_at)
);
grant select, insert, update, delete on authority_consumers, authority_consumer_steps to console_worker;
grant select on authority_consumers, authority_consumer_steps to console_web;

-- Access: who may read which zone, how they prove who they are, and the record of what they did.

-- Accounts. A local account has a password hash; one of an identity provider has the provider's issuer and subject instead.
alter table console_users alter column password_hash drop not null;
alter table console_users add column issuer text;
alter table console_users add column subject text;
alter table console_users add column disabled_at timestamptz;
alter table console_users add constraint console_users_one_way_in
  check ((password_hash is null) = (issuer is not null) and (issuer is null) = (subject is null));
create unique index console_users_subject on console_users (issuer, subject) where issuer is not null;

-- Memberships: a role in one zone, or in every zone when zone_id is NULL. A zone need not have an event yet.
create table console_memberships (
  user_id integer not null references console_users on delete cascade,
  zone_id text check (octet_length(zone_id) between 1 and 512),
  role text not null check (role in ('viewer', 'investigator', 'operator', 'admin')),
  unique nulls not distinct (user_id, zone_id)
);
insert into console_memberships (user_id, zone_id, role) select user_id, null, role from console_users;
alter table console_users drop column role;

-- Sessions: the cookie names one, the row says whether it still counts.
create table console_sessions (
  session_id uuid primary key default gen_random_uuid(),
  user_id integer not null references console_users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  seen_at timestamptz not null default now(),
  revoked_at timestamptz,
  user_agent text not null default '' check (octet_length(user_agent) <= 512)
);
create index console_sessions_user on console_sessions (user_id);

-- API tokens: only the SHA-256 of the secret is kept; the prefix, which may be shown, finds it. zone_ids NULL means every zone.
create table api_tokens (
  token_id integer generated always as identity primary key,
  name text not null check (octet_length(name) between 1 and 200),
  prefix text not null,
  token_sha256 bytea not null unique check (octet_length(token_sha256) = 32),
  role text not null check (role in ('viewer', 'investigator', 'operator', 'admin')),
  zone_ids text[] check (cardinality(zone_ids) between 1 and 1000),
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index api_tokens_prefix on api_tokens (prefix);

-- Outbox of the console's own events: the web writes each beside what it reads or changes, the worker puts them on their stream.
create table console_outbox (
  outbox_no bigint generated always as identity primary key,
  data text not null check (octet_length(data) <= 65536),
  created_at timestamptz not null default now()
);
create function console_outbox_notify() returns trigger language plpgsql as $$
begin
  notify console_outbox;
  return null;
end $$;
create trigger console_outbox_told after insert on console_outbox for each statement execute function console_outbox_notify();

-- Second wall: what a reader's transaction did not bind, it does not see. caracal.zones is '*' or zone numbers with commas.
do $$
declare name text;
begin
  foreach name in array array['ledger_events', 'search_events', 'chain_heads', 'outbox_receipts', 'search_terms', 'rollup_minute', 'rollup_hour'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy worker_all on %I to console_worker using (true) with check (true)', name);
    execute format($policy$create policy web_zones on %I for select to console_web using (
      (select current_setting('caracal.zones', true)) = '*'
      or zone_no = any ((select string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[])::integer[]))$policy$, name);
  end loop;
end $$;
alter table audit_ingest_alerts enable row level security;
create policy worker_all on audit_ingest_alerts to console_worker using (true) with check (true);
create policy web_zones on audit_ingest_alerts for select to console_web using (
  (select current_setting('caracal.zones', true)) = '*'
  or zone_id in (select z.zone_id from zones z
    where z.zone_no = any ((select string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[])::integer[])));

-- COPY refuses a table with row-level security, so the worker writes into the months themselves; nobody else has a grant on one.
do $$
declare child regclass;
begin
  for child in select inhrelid::regclass from pg_inherits where inhparent in ('ledger_events'::regclass, 'search_events'::regclass) loop
    execute format('grant insert on %s to console_worker', child);
  end loop;
end $$;
create or replace function audit_month_ensure(parent text, month date) returns void
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
  if parent <> 'segments' then execute format('grant insert on %I to console_worker', child); end if;
  if parent <> 'search_events' then
    execute format('create trigger %I before truncate on %I for each statement execute function evidence_is_append_only()',
      child || '_not_truncated', child);
  end if;
end $$;

-- A segment holds the bytes of several zones, so it is read through the event that points into it.
revoke select on segments from console_web;
create function event_segment(zone integer, seq bigint) returns table (codec smallint, raw_bytes integer, payload bytea)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.codec, s.raw_bytes, s.payload
  from ledger_events e join segments s on s.segment_no = e.segment_no and s.sealed_at = e.ingested_at
  where e.zone_no = zone and e.chain_seq = seq
    and (current_setting('caracal.zones', true) = '*'
      or zone = any (string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[]))
$$;
revoke all on function event_segment(integer, bigint) from public;
grant execute on function event_segment(integer, bigint) to console_web;

-- The view reads with the rights of who asks, so the wall stands before it as well.
alter view audit_events set (security_invoker = true);

grant select, insert, update, delete on console_memberships, console_sessions to console_web;
grant select, insert, update on api_tokens to console_web;
grant insert on console_outbox to console_web;
grant select, delete on console_outbox to console_worker;

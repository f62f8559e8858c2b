-- A finding that is seen again after it was resolved is open again, and may be resolved again: each resolution is a row.
alter table alert_resolutions drop constraint alert_resolutions_pkey;
alter table alert_resolutions add primary key (alert_id, resolved_at);

-- Whether nobody has resolved a finding since it was last seen.
create function alert_is_open(alert bigint) returns boolean language sql stable parallel safe as $$
  select not exists (select from alert_resolutions r where r.alert_id = alert
    and r.resolved_at >= coalesce((select s.seen_at from alert_sightings s where s.alert_id = alert), '-infinity'))
$$;

-- Stretches of time of which evidence may be missing, by the entry ids of a stream, whose zones nobody knows: entries that were
-- deleted before they were read (kept for good), and those that wait in the dead letters (as they are now).
create table evidence_gaps (
  gap_no bigint generated always as identity primary key,
  kind text not null check (kind in ('trimmed', 'dead_letters')),
  source text not null check (octet_length(source) between 1 and 200),
  from_at timestamptz not null,
  to_at timestamptz not null,
  -- null: not known how many
  entries bigint check (entries >= 1),
  noted_at timestamptz not null default now(),
  unique (kind, source, from_at),
  check (to_at >= from_at)
);
grant select, insert, update, delete on evidence_gaps to console_worker;
grant select on evidence_gaps to console_web;

-- Age of the oldest entry that is not in the ledger, delivered to a worker or not.
alter table worker_heartbeats add column oldest_waiting_ms bigint;

-- How each stream stood when a worker last looked: what came since, and was there to be read, must still be there when it is.
create table stream_looks (
  stream text not null,
  consumer_group text not null,
  entries_added bigint not null,
  last_generated_id text not null,
  last_delivered_id text not null,
  -- entries not delivered yet; null: too many to count
  unread bigint,
  max_deleted_id text not null,
  looked_at timestamptz not null default now(),
  primary key (stream, consumer_group)
) with (fillfactor = 50);
grant select, insert, update on stream_looks to console_worker;

-- The public keys of the worker's signers: what checkpoints may be checked with, once compared with a copy from elsewhere.
create table checkpoint_keys (
  verifier_line text primary key check (octet_length(verifier_line) between 1 and 1000),
  fingerprint text not null check (octet_length(fingerprint) between 1 and 200),
  signs_from timestamptz not null,
  -- null: without end
  signs_until timestamptz,
  seen_at timestamptz not null default now()
);
grant select, insert, update, delete on checkpoint_keys to console_worker;
grant select on checkpoint_keys to console_web;

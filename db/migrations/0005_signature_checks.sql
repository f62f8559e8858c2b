-- Signature checks: the web asks for one and holds no key; a worker, which does, answers. No evidence: gone after a day.
create table signature_checks (
  check_no bigint generated always as identity primary key,
  zone_no integer not null references zones,
  chain_seq bigint not null check (chain_seq >= 1),
  asked_at timestamptz not null default now(),
  -- the three are set together, by the worker
  checked_at timestamptz,
  state text check (octet_length(state) <= 100),
  detail text check (octet_length(detail) <= 16384),
  check ((checked_at is null) = (state is null) and (state is null) = (detail is null))
);
-- serves the worker, oldest first, and the web, which asks no more while too many wait
create index signature_checks_open on signature_checks (check_no) where checked_at is null;
create function signature_checks_notify() returns trigger language plpgsql as $$
begin
  notify signature_checks;
  return null;
end $$;
create trigger signature_checks_told after insert on signature_checks for each statement execute function signature_checks_notify();

alter table signature_checks enable row level security;
create policy worker_all on signature_checks to console_worker using (true) with check (true);
create policy web_zones on signature_checks to console_web using (
  (select current_setting('caracal.zones', true)) = '*'
  or zone_no = any ((select string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[])::integer[]));

-- the web names a place and can write no answer
grant select, insert (zone_no, chain_seq) on signature_checks to console_web;
grant select, update (checked_at, state, detail), delete on signature_checks to console_worker;

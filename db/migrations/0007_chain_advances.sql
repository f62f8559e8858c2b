-- How the chains grew, commit by commit: what the live tail goes by. A number stands for all that was committed under it and
-- below, which is what makes one number a position in all zones at once. That holds because numbers are given in the order of
-- commits: the lock is taken before the number and held until the commit is visible, so whoever sees a number sees every lower
-- one that will ever be there. Commits that NOTIFY wait for each other anyway; the lock begins a statement earlier.
create sequence chain_commit_no;
create table chain_advances (
  commit_no bigint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  advanced_at timestamptz not null default clock_timestamp(),
  zone_no integer not null,
  primary key (zone_no, commit_no)
);
-- what is new behind a number
create index chain_advances_commit on chain_advances (commit_no);

lock table chain_heads in share row exclusive mode;
insert into chain_advances (commit_no, zone_no, first_seq, last_seq, advanced_at)
select segment_no, zone_no, min(chain_seq), max(chain_seq), max(ingested_at) from ledger_events group by 1, 2;
select setval('chain_commit_no', (select coalesce(max(commit_no), 0) from chain_advances) + 1, false);

create function chain_advances_note() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  next_no bigint;
begin
  if tg_op = 'INSERT' and not exists (select from moved where chain_seq > 0) then return null; end if;
  perform pg_advisory_xact_lock(7102114093);
  next_no := nextval('chain_commit_no');
  if tg_op = 'INSERT' then
    insert into chain_advances (commit_no, zone_no, first_seq, last_seq) select next_no, zone_no, 1, chain_seq from moved where chain_seq > 0;
  else
    insert into chain_advances (commit_no, zone_no, first_seq, last_seq)
    select next_no, m.zone_no, s.chain_seq + 1, m.chain_seq from moved m join stood s using (zone_no) where m.chain_seq > s.chain_seq;
  end if;
  return null;
end $$;
revoke all on function chain_advances_note() from public;
create trigger chain_heads_begun after insert on chain_heads referencing new table as moved
  for each statement execute function chain_advances_note();
create trigger chain_heads_moved after update on chain_heads referencing new table as moved old table as stood
  for each statement execute function chain_advances_note();

alter table chain_advances enable row level security;
create policy worker_all on chain_advances to console_worker using (true) with check (true);
create policy web_zones on chain_advances for select to console_web using (
  (select current_setting('caracal.zones', true)) = '*'
  or zone_no = any ((select string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[])::integer[]));
grant select on chain_advances to console_web, console_worker;

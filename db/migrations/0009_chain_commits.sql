-- How the chains grew, commit by commit, in a tenth of the space: a row holds 64 commits of a zone as what each is more than the
-- row's first. A row per commit took 128 bytes of every event that came alone; this takes about 20. A head carries its own number.
-- As before, numbers are given under a lock that is held until the commit is visible, so whoever sees one sees every lower one.
lock table chain_heads in share row exclusive mode;
drop trigger chain_heads_begun on chain_heads;
drop trigger chain_heads_moved on chain_heads;
drop function chain_advances_note();
alter table chain_advances rename to chain_advances_before;

create table chain_advances (
  first_commit bigint not null,
  -- the place the chain had reached before
  before_seq bigint not null,
  first_at timestamptz not null,
  zone_no integer not null,
  -- of each commit: its number beyond first_commit, the place reached beyond before_seq, milliseconds beyond first_at, rounded up
  commits integer[] not null,
  seqs integer[] not null,
  ats integer[] not null,
  constraint chain_advances_key primary key (zone_no, first_commit)
);
create index chain_advances_at on chain_advances (zone_no, first_at);

insert into chain_advances (zone_no, first_commit, before_seq, first_at, commits, seqs, ats)
select zone_no, min(commit_no), min(before_seq), min(at), array_agg((commit_no - first_commit)::integer order by commit_no),
  array_agg((last_seq - first_before)::integer order by commit_no),
  array_agg(ceil(extract(epoch from at - first_at) * 1000)::integer order by commit_no)
from (
  select *, first_value(commit_no) over w as first_commit, first_value(before_seq) over w as first_before, first_value(at) over w as first_at
  from (
    -- a row spans a million seconds at most, so that what its members are more than the first fits into 32 bits
    select *, row_number() over (partition by zone_no, span order by commit_no) / 64 as part
    from (
      select zone_no, commit_no, coalesce(lag(last_seq) over z, first_seq - 1) as before_seq, last_seq, at, floor(extract(epoch from at) / 1000000) as span
      from (
        select zone_no, commit_no, first_seq, max(last_seq) over z as last_seq, max(advanced_at) over z as at
        from chain_advances_before window z as (partition by zone_no order by commit_no)
      ) ascending window z as (partition by zone_no order by commit_no)
    ) spanned
  ) parted window w as (partition by zone_no, span, part order by commit_no)
) based
group by zone_no, span, part;

alter table chain_heads add column commit_no bigint not null default 0;
alter table chain_heads disable trigger chain_heads_forward;
update chain_heads h set commit_no = b.commit_no
from (select zone_no, max(commit_no) as commit_no from chain_advances_before group by 1) b where b.zone_no = h.zone_no;
alter table chain_heads enable trigger chain_heads_forward;
drop table chain_advances_before;

create function chain_head_numbered() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.chain_seq > 0 then
    perform pg_advisory_xact_lock(7102114093);
    new.commit_no := nextval('chain_commit_no');
  end if;
  return new;
end $$;
create trigger chain_heads_numbered before insert or update on chain_heads for each row execute function chain_head_numbered();

-- Adds to a zone's last row, which stays where it is and costs no index entry, or begins the next one. Of what retention has taken
-- a row goes whenever one is begun; not before the first event behind it is gone too, so that no reader is led past events it missed.
create function chain_advance_note(zone integer, commit_no bigint, stood_seq bigint, chain_seq bigint) returns void
language plpgsql set search_path = public, pg_temp as $$
declare
  noted_at timestamptz := clock_timestamp();
  last_row chain_advances;
  oldest record;
begin
  select * into last_row from chain_advances a where a.zone_no = zone order by a.first_commit desc limit 1;
  if cardinality(last_row.commits) < 64 and commit_no - last_row.first_commit < 2000000000 and chain_seq - last_row.before_seq < 2000000000
    and noted_at < last_row.first_at + interval '1000000 seconds' then
    update chain_advances a set
      commits = a.commits || (commit_no - a.first_commit)::integer,
      seqs = a.seqs || (chain_seq - a.before_seq)::integer,
      ats = a.ats || greatest(a.ats[cardinality(a.ats)], ceil(extract(epoch from noted_at - a.first_at) * 1000)::integer)
    where a.zone_no = zone and a.first_commit = last_row.first_commit;
    return;
  end if;
  insert into chain_advances (zone_no, first_commit, before_seq, first_at, commits, seqs, ats)
  values (zone, commit_no, stood_seq, noted_at, '{0}', array[(chain_seq - stood_seq)::integer], '{0}');
  for oldest in select a.first_commit, lead(a.before_seq) over (order by a.first_commit) as next_seq
    from (select * from chain_advances a where a.zone_no = zone order by a.first_commit limit 5) a limit 4 loop
    exit when oldest.next_seq is null
      or exists (select from ledger_events e where e.zone_no = zone and e.chain_seq = oldest.next_seq + 1);
    delete from chain_advances a where a.zone_no = zone and a.first_commit = oldest.first_commit;
  end loop;
end $$;
revoke all on function chain_advance_note(integer, bigint, bigint, bigint) from public;

create function chain_advances_note() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform chain_advance_note(m.zone_no, m.commit_no, 0, m.chain_seq) from moved m where m.chain_seq > 0;
  else
    perform chain_advance_note(m.zone_no, m.commit_no, s.chain_seq, m.chain_seq) from moved m join stood s using (zone_no);
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

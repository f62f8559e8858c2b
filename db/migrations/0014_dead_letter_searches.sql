-- Searches of the dead letters: the web asks for one and has no Redis; a worker, which does, answers. No evidence: gone after an hour,
-- and the text that was asked for as soon as it is answered.
create table dead_letter_searches (
  search_no bigint generated always as identity primary key,
  zone_nos integer[] not null check (cardinality(zone_nos) <= 10000),
  -- letters that name no zone, or one the ledger does not have, are for those who may read every zone
  every_zone boolean not null,
  asked text not null check (octet_length(asked) <= 16384),
  asked_at timestamptz not null default now(),
  -- the four are set together, by the worker
  answered_at timestamptz,
  looked_through integer,
  is_whole boolean,
  letters text check (octet_length(letters) <= 65536),
  check ((answered_at is null) = (letters is null) and (letters is null) = (looked_through is null) and (letters is null) = (is_whole is null))
);
-- serves the worker, oldest first, and the web, which asks no more while too many wait
create index dead_letter_searches_open on dead_letter_searches (search_no) where answered_at is null;
create function dead_letter_searches_notify() returns trigger language plpgsql as $$
begin
  notify dead_letter_searches;
  return null;
end $$;
create trigger dead_letter_searches_told after insert on dead_letter_searches
  for each statement execute function dead_letter_searches_notify();

alter table dead_letter_searches enable row level security;
create policy worker_all on dead_letter_searches to console_worker using (true) with check (true);
create policy web_zones on dead_letter_searches to console_web using (
  (select current_setting('caracal.zones', true)) = '*'
  or (cardinality(zone_nos) > 0
    and zone_nos <@ (select string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[])::integer[]));

-- the web names what to look for and can write no answer
grant select, insert (zone_nos, every_zone, asked) on dead_letter_searches to console_web;
grant select, update (asked, answered_at, looked_through, is_whole, letters), delete on dead_letter_searches to console_worker;

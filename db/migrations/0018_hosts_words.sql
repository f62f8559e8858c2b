-- Rows by host and four hours, as by application (0015_search_spans): of three events one has a host.
create index search_events_host on search_events (host_no, span) where host_no is not null;

-- A word that many groups hold is looked for among the newest ones of every zone first: when these are enough, it costs nothing to find
-- out how many there are in all.
create or replace function word_groups(zone_nos integer[], wanted integer[], from_at timestamptz, to_at timestamptz, groups_max integer default null)
returns table (zone_no integer, first_seq bigint, last_seq bigint)
language plpgsql stable security definer rows 200 set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  -- of a zone, from the beginning of the time asked for: looking through a group costs some microseconds
  near_max constant integer := 1000;
  -- the same for a word that may be in many, of the zone with the most groups lately
  newest_max constant integer := 256;
  -- in more groups, those of all zones, a word is a common one
  rare_max constant integer := 2000;
  wall text := current_setting('caracal.zones', true);
  allowed integer[];
  earliest timestamptz := coalesce(from_at, '-infinity');
  before timestamptz := coalesce(to_at, 'infinity');
  near integer;
  reach timestamptz;
  zones_of integer[];
  firsts bigint[];
  lasts bigint[];
  first_ats timestamptz[];
  last_ats timestamptz[];
begin
  if wall is null or wall = '' then return; end if;
  if wall = '*' then
    allowed := array(select distinct z from unnest(coalesce(zone_nos, array(select s.zone_no from zones s))) z);
  else
    allowed := array(select distinct z from unnest(string_to_array(wall, ',')::integer[]) z where zone_nos is null or z = any (zone_nos));
  end if;
  if groups_max is not null and from_at is not null and cardinality(wanted) > 0 and cardinality(allowed) <= 50 then
    select max(w.groups) into near from unnest(allowed) as z(no) cross join lateral (
      select count(*) as groups from (
        select from search_words s where s.zone_no = z.no and s.last_at >= earliest order by s.last_at desc limit near_max + 1) newest) w;
    if near <= near_max then
      return query select g.zone_no, g.first_seq, g.last_seq from unnest(allowed) as z(no) cross join lateral (
          select s.zone_no, s.first_seq, s.last_seq, s.first_at, s.last_at, s.words from search_words s
          where s.zone_no = z.no and s.last_at >= earliest order by s.last_at desc limit near_max) g
        where g.first_at < before and (g.words @> wanted or g.words @> '{-1}')
        order by g.last_at desc limit groups_max;
      return;
    end if;
  end if;
  if groups_max <= newest_max and cardinality(wanted) > 0 and cardinality(allowed) <= 50 then
    -- what is newer than this is looked through in every zone
    select max(w.last_at) into reach from unnest(allowed) as z(no) cross join lateral (
      select s.last_at from search_words s where s.zone_no = z.no and s.last_at >= earliest order by s.last_at desc offset newest_max - 1 limit 1) w;
    select array_agg(f.zone_no), array_agg(f.first_seq), array_agg(f.last_seq), array_agg(f.last_at)
      into zones_of, firsts, lasts, last_ats
      from (select g.zone_no, g.first_seq, g.last_seq, g.last_at from unnest(allowed) as z(no) cross join lateral (
          select s.zone_no, s.first_seq, s.last_seq, s.first_at, s.last_at, s.words from search_words s
          where s.zone_no = z.no and s.last_at >= coalesce(reach, earliest) order by s.last_at desc limit newest_max) g
        where g.first_at < before and (g.words @> wanted or g.words @> '{-1}')
        order by g.last_at desc limit groups_max) f;
    if cardinality(firsts) = groups_max then
      return query select g.no, g.first, g.last from unnest(zones_of, firsts, lasts, last_ats) as g(no, first, last, at_last) order by g.at_last desc;
      return;
    end if;
  end if;
  if groups_max is not null and cardinality(wanted) > 0 then
    -- no zone and no time among the conditions: their indexes would be read too, and hold far more than the words'
    select array_agg(f.zone_no), array_agg(f.first_seq), array_agg(f.last_seq), array_agg(f.first_at), array_agg(f.last_at)
      into zones_of, firsts, lasts, first_ats, last_ats
      from (select s.zone_no, s.first_seq, s.last_seq, s.first_at, s.last_at from search_words s
        where s.words @> wanted or s.words @> '{-1}' limit rare_max + 1) f;
    if coalesce(cardinality(firsts), 0) <= rare_max then
      return query select g.no, g.first, g.last from unnest(zones_of, firsts, lasts, first_ats, last_ats) as g(no, first, last, at_first, at_last)
        where g.no = any (allowed) and g.at_last >= earliest and g.at_first < before
        order by g.at_last desc limit groups_max;
      return;
    end if;
  end if;
  -- planned for the values at hand: how many there are of a common word decides the way. Of very many zones the words are asked at once
  if groups_max is null or cardinality(allowed) > 50 then
    return query execute 'select g.zone_no, g.first_seq, g.last_seq from search_words g
      where g.zone_no = any ($1) and g.last_at >= $3 and g.first_at < $4
        and (cardinality($2) = 0 or g.words @> $2 or g.words @> ''{-1}'')
      order by g.last_at desc limit $5' using allowed, wanted, earliest, before, groups_max;
  else
    return query execute 'select g.zone_no, g.first_seq, g.last_seq
      from unnest($1) as z(no) cross join lateral (
        select s.zone_no, s.first_seq, s.last_seq, s.last_at from search_words s
        where s.zone_no = z.no and s.last_at >= $3 and s.first_at < $4
          and (cardinality($2) = 0 or s.words @> $2 or s.words @> ''{-1}'')
        order by s.last_at desc limit $5) g
      order by g.last_at desc limit $5' using allowed, wanted, earliest, before, groups_max;
  end if;
end $$;

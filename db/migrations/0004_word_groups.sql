-- The newest groups of a word that is in many: zone by zone, along the time index, which a sort over all zones would keep from
-- being used. Of very many zones the word index is asked at once.
create or replace function word_groups(zone_nos integer[], wanted integer[], from_at timestamptz, to_at timestamptz, groups_max integer default null)
returns table (zone_no integer, first_seq bigint, last_seq bigint)
language plpgsql stable security definer rows 200 set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  wall text := current_setting('caracal.zones', true);
  allowed integer[];
  earliest timestamptz := coalesce(from_at, '-infinity');
  before timestamptz := coalesce(to_at, 'infinity');
begin
  if wall is null or wall = '' then return; end if;
  if wall = '*' then
    allowed := array(select distinct z from unnest(coalesce(zone_nos, array(select s.zone_no from zones s))) z);
  else
    allowed := array(select distinct z from unnest(string_to_array(wall, ',')::integer[]) z where zone_nos is null or z = any (zone_nos));
  end if;
  if groups_max is null or cardinality(allowed) > 50 then
    return query select g.zone_no, g.first_seq, g.last_seq from search_words g
      where g.zone_no = any (allowed) and g.last_at >= earliest and g.first_at < before
        and (cardinality(wanted) = 0 or g.words @> wanted or g.words @> '{-1}')
      order by g.last_at desc limit groups_max;
  else
    return query select g.zone_no, g.first_seq, g.last_seq
      from unnest(allowed) as z(no) cross join lateral (
        select s.zone_no, s.first_seq, s.last_seq, s.last_at from search_words s
        where s.zone_no = z.no and s.last_at >= earliest and s.first_at < before
          and (cardinality(wanted) = 0 or s.words @> wanted or s.words @> '{-1}')
        order by s.last_at desc limit groups_max) g
      order by g.last_at desc limit groups_max;
  end if;
end $$;

-- Days of rollup_hour added up once they are over, so that a month is read in tens of rows a value. A day listed in rollup_days is
-- exactly the sum of its hours: whoever changes an hour of it takes it off the list in the same transaction. Days are in UTC.
create table rollup_day (
  zone_no integer not null,
  day date not null,
  field smallint not null,
  term_no integer not null,
  events bigint not null,
  primary key (zone_no, day, field, term_no)
);
create table rollup_days (
  zone_no integer not null,
  day date not null,
  primary key (zone_no, day)
);

do $$
declare name text;
begin
  foreach name in array array['rollup_day', 'rollup_days'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy worker_all on %I to console_worker using (true) with check (true)', name);
    execute format($policy$create policy web_zones on %I for select to console_web using (
      (select current_setting('caracal.zones', true)) = '*'
      or zone_no = any ((select string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[])::integer[]))$policy$, name);
    execute format('grant select, insert, update, delete on %I to console_worker', name);
    execute format('grant select on %I to console_web', name);
  end loop;
end $$;

-- What the listed days leave of a window, zone by zone. Both bounds are whole hours or infinite; spans may be of hours without events.
create function rollup_gaps(zone_nos integer[], from_at timestamptz, to_at timestamptz)
returns table (zone_no integer, from_at timestamptz, to_at timestamptz)
language sql stable rows 10 as $$
  select g.zone_no, g.from_at, g.to_at from (
    select e.zone_no, coalesce(lag(e.day_at) over (partition by e.zone_no order by e.day_at) + interval '24 hours', $2) as from_at, e.day_at as to_at
    from (
      select d.zone_no, d.day::timestamp at time zone 'UTC' as day_at from rollup_days d
      where d.zone_no = any ($1) and d.day >= ($2 at time zone 'UTC')::date and d.day::timestamp at time zone 'UTC' >= $2 and (d.day + 1)::timestamp at time zone 'UTC' <= $3
      union all select z, $3 from unnest($1) as z
    ) e
  ) g where g.from_at < g.to_at
$$;

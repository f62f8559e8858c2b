-- Rows by the value of a field and the day, for counts over days and for values that rarely meet: as many bytes as by the value
-- alone, since both fit one index word and equal ones share it. A column of its own, because row-level security keeps readers from
-- using an index by an expression whose functions are not known to be leakproof.
alter table search_events add column day date not null generated always as ((occurred_at at time zone 'UTC')::date) stored;
create index search_events_application on search_events (application_no, day);
create index search_events_resource on search_events (resource_no, day);
create index search_events_reason on search_events (reason_no, day);
create index search_events_decision on search_events (decision_no, day);

-- as before, with generated columns
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
  execute format('create table %I (like %I including defaults including constraints including generated including storage)', child, parent);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, child,
    first_day::text || ' 00:00:00+00', (first_day + interval '1 month')::date::text || ' 00:00:00+00');
  if parent <> 'segments' then execute format('grant insert on %I to console_worker', child); end if;
  if parent <> 'search_events' then
    execute format('create trigger %I before truncate on %I for each statement execute function evidence_is_append_only()',
      child || '_not_truncated', child);
  end if;
end $$;

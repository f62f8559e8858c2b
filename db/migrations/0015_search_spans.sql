-- Rows by the value of a field and the four hours, where there was the day: the newest rows of a value are then found among fewer.
-- A span is a number, UTC, counted from 2000, so that value and span fit one index word as before (0008_search_columns).
drop index search_events_application, search_events_resource, search_events_reason, search_events_decision;
alter table search_events drop column day;
alter table search_events add column span integer not null generated always as (
  ((occurred_at at time zone 'UTC')::date - date '2000-01-01') * 6 + extract(hour from occurred_at at time zone 'UTC')::integer / 4
) stored;
create index search_events_application on search_events (application_no, span);
create index search_events_resource on search_events (resource_no, span);
create index search_events_reason on search_events (reason_no, span);
create index search_events_decision on search_events (decision_no, span);

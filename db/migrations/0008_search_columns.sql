-- Rows by the value of a field and the day, for counts over days and for values that rarely meet: as many bytes as by the value
-- alone, since both fit one index word and equal ones share it. A column of its own, because row-level security keeps readers from
-- using an index by an expression whose functions are not known to be leakproof.
alter table search_events add column day date not null generated always as ((occurred_at at time zone 'UTC')::date) stored;
create index search_events_application on search_events (application_no, day);
create index search_events_resource on search_events (resource_no, day);
create index search_events_reason on search_events (reason_no, day);
create index search_events_decision on search_events (decision_no, day);

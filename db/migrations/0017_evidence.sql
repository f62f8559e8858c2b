-- Bundles: how often making one was begun, since one that ends its worker must not end every worker; and who had it end.
alter table evidence_jobs add column attempts smallint not null default 0;
alter table evidence_jobs add column cancel_asked_by text check (octet_length(cancel_asked_by) <= 512);
grant update (cancel_asked_by) on evidence_jobs to console_web;
create index evidence_jobs_asker on evidence_jobs (asked_by, asked_at desc);

-- A password that somebody else made counts once: the account must choose its own before it may do anything.
alter table console_users add column must_change_password boolean not null default false;

-- A token ends with the account that made it, itself or by another of its tokens: the account is kept beside its name.
alter table api_tokens add column created_by_user_id integer references console_users on delete cascade;
update api_tokens t set created_by_user_id = u.user_id from console_users u where u.name = t.created_by;
create index api_tokens_maker on api_tokens (created_by_user_id) where revoked_at is null;

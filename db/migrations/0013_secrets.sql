-- A token ends with the account that made it, itself or by another of its tokens: the account is kept beside its name.
alter table api_tokens add column created_by_user_id integer references console_users on delete cascade;
update api_tokens t set created_by_user_id = u.user_id from console_users u where u.name = t.created_by;
update api_tokens t set revoked_at = now() from console_users u where u.user_id = t.created_by_user_id and u.disabled_at is not null and t.revoked_at is null;
create index api_tokens_maker on api_tokens (created_by_user_id) where revoked_at is null;

-- More names of secrets, as lib/evidence/redact.ts has them: lists of tokens, keys to sign and encrypt with, what a value or header holds.
create or replace function audit_masked(document text) returns text language plpgsql immutable strict parallel safe as $$
declare
  token text[];
  parts text[] := '{}';
  name text;
  plain text;
  clean text;
  is_secret boolean := false;
  depth integer := 0;
begin
  -- a key that ends like a secret's, or a text that begins like one
  if document collate "C" !~* '(?:passwd|pwd|passwords?|passphrase|passcode|secrets?|tokens?|(?:api|secret|access|private|signing|encryption).{0,6}key|authorization|cookies?|assertion)(?:.{0,6}(?:value|header))?": |"session": |eyj|cat_|bearer|basic|dpop' then
    return document;
  end if;
  -- a string, the colon behind a key, a bracket, blanks and commas, any other scalar
  for token in select m from regexp_matches(document collate "C", '("(?:[^"\\]|\\.)*")([ \n\r\t]*:)?|([][{}])|([ ,:\n\r\t]+)|([^][{}", :\n\r\t]+)', 'g') m loop
    if is_secret then
      if token[3] is not null then
        depth := depth + case when token[3] in ('{', '[') then 1 else -1 end;
        if depth = 0 then
          is_secret := false;
          parts := array_append(parts, '"[redacted]"');
        end if;
      elsif depth = 0 and token[4] is not null then
        parts := array_append(parts, token[4]);
      elsif depth = 0 then
        is_secret := false;
        clean := coalesce(token[1], token[5]);
        parts := array_append(parts, case when clean in ('null', '""', 'true', 'false') then clean else '"[redacted]"' end);
      end if;
    elsif token[2] is not null then
      parts := array_append(parts, token[1] || token[2]);
      -- escapes are no letters, which is all that matters of them here
      name := regexp_replace(substr(token[1], 2, length(token[1]) - 2) collate "C", '\\(?:u00[01][0-9a-f]|.)', '.', 'g');
      is_secret := lower(name collate "C") = 'session' or name collate "C" ~*
        '(?:passwd|pwd|passwords?|passphrase|passcode|secrets?|token|(?:^|(?:access|refresh|id|auth|bearer)[^a-z0-9\U00010000-\U0010ffff]?)tokens|(?:api|secret|access|private|signing|encryption)[^a-z0-9\U00010000-\U0010ffff]?key|authorization|cookies?|assertion)(?:[^a-z0-9\U00010000-\U0010ffff]?(?:value|header))?$';
    elsif token[1] is not null and token[1] collate "C" ~* 'cat_|eyj|bearer|basic|dpop' then
      plain := token[1]::jsonb #>> '{}';
      clean := audit_masked_text(plain);
      parts := array_append(parts, case when clean = plain then token[1] else to_jsonb(clean)::text end);
    else
      parts := array_append(parts, coalesce(token[1], token[3], token[4], token[5]));
    end if;
  end loop;
  return array_to_string(parts, '');
end $$;

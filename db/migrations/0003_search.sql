-- Search: session labels, the word index, names of applications and workloads, saved views.

-- Labels of a session (term field 8), counted in rollup_hour like every other field. NULL: the event has none.
alter table search_events add column label_nos integer[];

-- What the ledger holds already gets its labels now, by the rules of lib/events/project.ts and termOf().
create temporary table label_rows on commit drop as
select zone_no, chain_seq, occurred_at, value, min(place) as place
from (
  select e.zone_no, e.chain_seq, e.occurred_at, d.place,
    case when octet_length(d.text) <= 256 then d.text
      else left(d.text, 48) || '…' || left(encode(sha256(convert_to(d.text, 'UTF8')), 'hex'), 16) end as value
  from (
    select zone_no, chain_seq, occurred_at, case
      when jsonb_path_exists(metadata, 'strict $.agent_labels[*] ? (@.type() == "string" && @ != "")', silent => true) then metadata -> 'agent_labels'
      when event_type like 'session\_%' then metadata -> 'labels' end as labels
    from (select zone_no, chain_seq, occurred_at, event_type, metadata_json::jsonb as metadata from ledger_events
      where metadata_json like '%"agent_labels"%' or (event_type like 'session\_%' and metadata_json like '%"labels"%')) m
    where jsonb_typeof(metadata -> 'agent_labels') = 'array' or (event_type like 'session\_%' and jsonb_typeof(metadata -> 'labels') = 'array')
  ) e
  cross join lateral (
    select i.item #>> '{}' as text, min(i.place) as place
    from jsonb_array_elements(case when jsonb_typeof(e.labels) = 'array' then e.labels else '[]' end) with ordinality as i(item, place)
    where jsonb_typeof(i.item) = 'string' and i.item <> '""'
    group by 1 order by 2 limit 64
  ) d
) l
group by 1, 2, 3, 4;
insert into search_terms (zone_no, field, value) select distinct zone_no, 8, value from label_rows on conflict do nothing;
update search_events s set label_nos = l.label_nos
from (
  select r.zone_no, r.chain_seq, r.occurred_at, array_agg(t.term_no order by r.place) as label_nos
  from label_rows r join search_terms t on t.zone_no = r.zone_no and t.field = 8 and t.value = r.value
  group by 1, 2, 3
) l
where s.zone_no = l.zone_no and s.occurred_at = l.occurred_at and s.chain_seq = l.chain_seq;
insert into rollup_hour (zone_no, hour, field, term_no, events)
select r.zone_no, date_trunc('hour', r.occurred_at, 'UTC'), 8, t.term_no, count(*)
from label_rows r join search_terms t on t.zone_no = r.zone_no and t.field = 8 and t.value = r.value
group by 1, 2, 4
on conflict (zone_no, hour, field, term_no) do update set events = excluded.events;

-- finds the hours that hold a value: a page, or the answer that there is none, looks at no others
create index rollup_hour_term on rollup_hour (term_no, hour);

-- Word index: which words the events of a group hold, as hashes (lib/query/words.ts). A group is some consecutive events of a
-- zone; the groups of a zone follow each other without a gap up to its head, and only the last one may grow. Written by the
-- worker behind the ledger, never in its transaction; rebuildable. {-1} stands for any word: a group with too many of them.
create table search_words (
  first_at timestamptz not null,
  last_at timestamptz not null,
  first_seq bigint not null,
  last_seq bigint not null,
  zone_no integer not null,
  words integer[] not null,
  primary key (zone_no, first_seq)
) with (toast_tuple_target = 8160);
-- finds the groups of rare words; the list of pending entries stays short, since every search reads it
create index search_words_words on search_words using gin (words) with (fastupdate = on, gin_pending_list_limit = 1024);
-- finds the groups of common words, newest first
create index search_words_time on search_words (zone_no, last_at);
create table search_word_heads (
  zone_no integer primary key references zones,
  chain_seq bigint not null default 0,
  updated_at timestamptz not null default now()
) with (fillfactor = 50);

-- Names under which ids of applications (field 1) and workloads (field 2) appear in events, kept by the word index's loop.
create table search_names (
  zone_no integer not null references zones,
  field smallint not null check (field in (1, 2)),
  name text not null check (octet_length(name) between 1 and 256),
  id text not null check (octet_length(id) between 1 and 512),
  primary key (zone_no, field, name, id)
);
-- the name of an id
create index search_names_id on search_names (zone_no, field, id);

do $$
declare name text;
begin
  foreach name in array array['search_words', 'search_word_heads', 'search_names'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy worker_all on %I to console_worker using (true) with check (true)', name);
    execute format($policy$create policy web_zones on %I for select to console_web using (
      (select current_setting('caracal.zones', true)) = '*'
      or zone_no = any ((select string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[])::integer[]))$policy$, name);
    execute format('grant select, insert, update, delete on %I to console_worker', name);
    execute format('grant select on %I to console_web', name);
  end loop;
end $$;
alter table worker_heartbeats add column unindexed_events bigint;

-- Groups that may hold events with all of the words (never fewer than do), newest first. The policies would keep the word
-- index from being used, so this stands behind the same wall itself: of the zones asked for, those of caracal.zones.
-- zone_nos null: all of these. No words: every group of the time. Bounds may be null; to_at is exclusive.
create function word_groups(zone_nos integer[], wanted integer[], from_at timestamptz, to_at timestamptz, groups_max integer default null)
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
    allowed := coalesce(zone_nos, array(select z.zone_no from zones z));
  else
    allowed := string_to_array(wall, ',')::integer[];
    if zone_nos is not null then
      allowed := array(select z from unnest(zone_nos) z where z = any (allowed));
    end if;
  end if;
  if cardinality(wanted) = 0 then
    return query select g.zone_no, g.first_seq, g.last_seq from search_words g
      where g.zone_no = any (allowed) and g.last_at >= earliest and g.first_at < before
      order by g.last_at desc limit groups_max;
  else
    return query select g.zone_no, g.first_seq, g.last_seq from search_words g
      where g.zone_no = any (allowed) and g.last_at >= earliest and g.first_at < before
        and (g.words @> wanted or g.words @> '{-1}')
      order by g.last_at desc limit groups_max;
  end if;
end $$;
revoke all on function word_groups(integer[], integer[], timestamptz, timestamptz, integer) from public;
grant execute on function word_groups(integer[], integer[], timestamptz, timestamptz, integer) to console_web;

-- The functions of lib/query/words.ts and lib/evidence/redact.ts in SQL. They read what the ledger holds: JSON in jsonb's text form.

-- normalise()
create function audit_words(t text) returns text language sql immutable strict parallel safe as $$
  select regexp_replace(
    lower(case when strpos(t, '\') = 0 then t
      else regexp_replace(replace(t, '\\', ' ') collate "C", '\\(?:u00[01][0-9a-f]|["bfnrt])', ' ', 'g') end collate "C"),
    '[\x01-\x2f\x3a-\x5e\x60\x7b-\x7f]', ' ', 'g')
$$;

-- redactText()
create function audit_masked_text(t text) returns text language sql immutable strict parallel safe as $$
  select case when t collate "C" !~* 'cat_|eyj|bearer|basic|dpop' then t else
    regexp_replace(
      regexp_replace(
        regexp_replace(t collate "C", 'cat_[0-9A-Za-z]{8}_[0-9A-Za-z_-]{43}', '[redacted]', 'g'),
        'eyJ[A-Za-z0-9_-]{7,}\.[A-Za-z0-9_-]{10,}[A-Za-z0-9_.-]*', '[redacted]', 'g'),
      '(?<![A-Za-z0-9_])(bearer|basic|dpop) +(?:[A-Za-z0-9_.~+/=-]{16,}|(?=[a-z.~+/=_-]*[0-9])[A-Za-z0-9_.~+/=-]{8,})', '\1 [redacted]', 'gi') end
$$;

-- redactJson()
create function audit_masked(document text) returns text language plpgsql immutable strict parallel safe as $$
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
  if document collate "C" !~* '(?:passwd|passwords?|passphrase|secrets?|token|(?:api|private).{0,6}key|authorization|cookies?|assertion|"session)": |eyj|cat_|bearer|basic|dpop' then
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
        '(?:passwd|passwords?|passphrase|secrets?|token|api[^a-z0-9\U00010000-\U0010ffff]?key|authorization|cookies?|private[^a-z0-9\U00010000-\U0010ffff]?key|assertion)$';
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

-- searchText()
create function audit_search_text(id text, event_type text, request_id text, decision text, policy_set_id text, policy_set_version_id text,
  manifest_sha text, evaluation_status text, determining_policies_json text, diagnostics_json text, metadata_json text)
returns text language sql immutable parallel safe as $$
  select replace(audit_masked_text(id || e'\n' || event_type || e'\n' || request_id || e'\n' || decision || e'\n' || policy_set_id || e'\n'
      || policy_set_version_id || e'\n' || manifest_sha || e'\n' || evaluation_status), '\', '\\')
    || e'\n' || coalesce(audit_masked(determining_policies_json), '')
    || e'\n' || coalesce(audit_masked(diagnostics_json), '')
    || e'\n' || coalesce(audit_masked(metadata_json), '')
$$;

-- Whether free text finds an event. needle: as normaliseNeedle() gives it, with a blank on each side that has no star. word: the
-- longest of its words, by which most events are passed over before they are masked, which adds no word but its own.
create function audit_event_holds(needle text, word text, id text, event_type text, request_id text, decision text, policy_set_id text,
  policy_set_version_id text, manifest_sha text, evaluation_status text, determining_policies_json text, diagnostics_json text,
  metadata_json text) returns boolean language plpgsql immutable parallel safe as $$
declare
  t text;
begin
  if strpos('redacted', word) = 0 and strpos(lower((id || e'\n' || event_type || e'\n' || request_id || e'\n' || decision || e'\n' || policy_set_id
      || e'\n' || policy_set_version_id || e'\n' || manifest_sha || e'\n' || evaluation_status || e'\n' || coalesce(determining_policies_json, '')
      || e'\n' || coalesce(diagnostics_json, '') || e'\n' || coalesce(metadata_json, '')) collate "C"), word) = 0 then
    return false;
  end if;
  t := audit_search_text(id, event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status,
    determining_policies_json, diagnostics_json, metadata_json);
  if strpos(t, '\') > 0 then
    return strpos(' ' || audit_words(t) || ' ', needle) > 0;
  end if;
  -- the same without making the normal form: nothing in a needle means anything to a regular expression
  return (' ' || lower(t collate "C") || ' ') collate "C" ~ replace(needle, ' ', '[\x01-\x2f\x3a-\x5e\x60\x7b-\x7f]');
end $$;

-- Saved views: an address of the search under a name. zone_id NULL: the owner's alone; else shared with who may read the zone.
create table saved_views (
  view_id integer generated always as identity primary key,
  owner_user_id integer not null references console_users on delete cascade,
  zone_id text check (octet_length(zone_id) between 1 and 512),
  name text not null check (octet_length(name) between 1 and 200),
  address text not null check (octet_length(address) <= 131072),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index saved_views_owner on saved_views (owner_user_id);
create index saved_views_zone on saved_views (zone_id) where zone_id is not null;

-- What an account says of a view for itself. At most one is the default.
create table saved_view_marks (
  user_id integer not null references console_users on delete cascade,
  view_id integer not null references saved_views on delete cascade,
  starred boolean not null default false,
  is_default boolean not null default false,
  primary key (user_id, view_id)
);
create index saved_view_marks_view on saved_view_marks (view_id);
create unique index saved_view_marks_default on saved_view_marks (user_id) where is_default;
grant select, insert, update, delete on saved_views, saved_view_marks to console_web;

table alert_resolutions
  alert_id bigint not null
  resolved_at timestamp with time zone not null default now()
  resolved_by text not null
  note text not null
table alert_sightings with (fillfactor=50)
  alert_id bigint not null
  first_sweep_no bigint
  last_sweep_no bigint
  seen_at timestamp with time zone not null default now()
  sightings integer not null default 1
table anchor_heads with (fillfactor=50)
  anchor text not null
  zone_no integer not null
  size bigint not null default 0
  delivered_at timestamp with time zone
  tried_at timestamp with time zone
  failures integer not null default 0
  last_error text
  held_size bigint
  read_at timestamp with time zone
table anchors
  anchor text not null
  kind text not null
  place text not null
  readable boolean not null
  seen_at timestamp with time zone not null default now()
table api_tokens
  token_id integer not null generated always as identity
  name text not null
  prefix text not null
  token_sha256 bytea not null
  role text not null
  zone_ids text[]
  created_by text not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  revoked_at timestamp with time zone
  last_used_at timestamp with time zone
  created_by_user_id integer
table audit_export_watermark
  name text not null
  last_exported_hour timestamp with time zone not null
  updated_at timestamp with time zone not null default now()
table audit_ingest_alerts
  id bigint not null generated always as identity
  event_id text not null
  zone_id text not null
  kind text not null
  detail text
  observed_at timestamp with time zone not null default now()
  chain_seq bigint
  last_seq bigint
  expected text
  found text
table audit_retention
  singleton boolean not null default true
  retention_days integer not null
  updated_at timestamp with time zone not null default now()
  updated_by text
table authority_checks
  zone_no integer not null
  seq bigint not null
  decided_at bigint not null
  due_at timestamp with time zone not null default now()
  checked_at timestamp with time zone
  violations integer not null default 0
table authority_consumer_steps
  stream_no smallint not null
  group_name text not null
  sampled_at timestamp with time zone not null
  delivered_ms bigint not null
  delivered_seq bigint not null
  pending text[] not null
  is_cut boolean not null
table authority_consumers
  stream_no smallint not null
  group_name text not null
  first_sampled_at timestamp with time zone not null
  sampled_at timestamp with time zone not null
  last_active_at timestamp with time zone
  consumers integer not null
  pending bigint not null
  lag bigint
table authority_edges with (fillfactor=75, autovacuum_vacuum_scale_factor=0.05)
  zone_no integer not null
  id text not null
  source text
  target text
  from_at bigint not null
  over_at bigint not null
  keys text[] not null
  facts text not null
table authority_falls
  zone_no integer not null
  root text not null
  place integer not null
  is_edge boolean not null
  id text not null
  at bigint not null
  depth integer not null
  step text not null
  via text not null
table authority_records with (fillfactor=75, autovacuum_vacuum_scale_factor=0.05)
  zone_no integer not null
  id text not null
  subject text
  facts text not null
table authority_revocations
  zone_no integer not null
  seq bigint not null
  kind text not null
  decided_at bigint not null
  id text not null
  facts text not null
table authority_sessions with (fillfactor=75, autovacuum_vacuum_scale_factor=0.05)
  zone_no integer not null
  id text not null
  parent text
  record text
  app text
  from_at bigint not null
  over_at bigint not null
  keys text[] not null
  facts text not null
table chain_advances
  first_commit bigint not null
  before_seq bigint not null
  first_at timestamp with time zone not null
  zone_no integer not null
  commits integer[] not null
  seqs integer[] not null
  ats integer[] not null
table chain_heads with (fillfactor=50)
  zone_no integer not null
  chain_seq bigint not null
  event_count bigint not null
  content_sha256 bytea not null
  updated_at timestamp with time zone not null default now()
  commit_no bigint not null default 0
table checkpoint_keys
  verifier_line text not null
  fingerprint text not null
  signs_from timestamp with time zone not null
  signs_until timestamp with time zone
  seen_at timestamp with time zone not null default now()
table checkpoints
  zone_no integer not null
  size bigint not null
  signed_at timestamp with time zone not null
  root_sha256 bytea not null
  note text not null
table console_memberships
  user_id integer not null
  zone_id text
  role text not null
table console_outbox
  outbox_no bigint not null generated always as identity
  data text not null
  created_at timestamp with time zone not null default now()
table console_sessions
  session_id uuid not null default gen_random_uuid()
  user_id integer not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  seen_at timestamp with time zone not null default now()
  revoked_at timestamp with time zone
  user_agent text not null default ''::text
table console_users
  user_id integer not null generated always as identity
  name text not null
  password_hash text
  created_at timestamp with time zone not null default now()
  signed_in_at timestamp with time zone
  issuer text
  subject text
  disabled_at timestamp with time zone
  must_change_password boolean not null default false
table dead_letter_searches
  search_no bigint not null generated always as identity
  zone_nos integer[] not null
  every_zone boolean not null
  asked text not null
  asked_at timestamp with time zone not null default now()
  answered_at timestamp with time zone
  looked_through integer
  is_whole boolean
  letters text
table evidence_gaps
  gap_no bigint not null generated always as identity
  kind text not null
  source text not null
  from_at timestamp with time zone not null
  to_at timestamp with time zone not null
  entries bigint
  noted_at timestamp with time zone not null default now()
table evidence_job_parts
  job_id uuid not null
  part_no integer not null
  bytes bytea not null
table evidence_jobs
  job_id uuid not null default gen_random_uuid()
  zone_nos integer[] not null
  subject_kind text not null
  subject text not null
  filter text not null default ''::text
  from_at timestamp with time zone
  to_at timestamp with time zone
  asked_at timestamp with time zone not null default now()
  asked_by text not null
  state text not null default 'waiting'::text
  events_total bigint
  events bigint not null default 0
  bytes bigint not null default 0
  sha256 bytea
  started_at timestamp with time zone
  seen_at timestamp with time zone
  worker_id text
  cancel_asked_at timestamp with time zone
  ended_at timestamp with time zone
  expires_at timestamp with time zone
  error text
  attempts smallint not null default 0
  cancel_asked_by text
table ledger_events partition by RANGE (occurred_at)
  occurred_at timestamp with time zone not null
  ingested_at timestamp with time zone not null
  chain_seq bigint not null
  entry_ms bigint not null
  segment_no bigint not null
  zone_no integer not null
  entry_seq integer not null
  segment_index integer not null
  stream_no smallint not null
  id text not null
  event_type text not null
  request_id text not null
  decision text not null
  policy_set_id text not null
  policy_set_version_id text not null
  manifest_sha text not null
  evaluation_status text not null
  determining_policies_json text
  diagnostics_json text
  metadata_json text
  content_sha256 bytea not null
  prev_content_sha256 bytea
  chain_hmac bytea
  ingest_signature bytea
table ledger_events_before_2015
  occurred_at timestamp with time zone not null
  ingested_at timestamp with time zone not null
  chain_seq bigint not null
  entry_ms bigint not null
  segment_no bigint not null
  zone_no integer not null
  entry_seq integer not null
  segment_index integer not null
  stream_no smallint not null
  id text not null
  event_type text not null
  request_id text not null
  decision text not null
  policy_set_id text not null
  policy_set_version_id text not null
  manifest_sha text not null
  evaluation_status text not null
  determining_policies_json text
  diagnostics_json text
  metadata_json text
  content_sha256 bytea not null
  prev_content_sha256 bytea
  chain_hmac bytea
  ingest_signature bytea
table ledger_events_from_2100
  occurred_at timestamp with time zone not null
  ingested_at timestamp with time zone not null
  chain_seq bigint not null
  entry_ms bigint not null
  segment_no bigint not null
  zone_no integer not null
  entry_seq integer not null
  segment_index integer not null
  stream_no smallint not null
  id text not null
  event_type text not null
  request_id text not null
  decision text not null
  policy_set_id text not null
  policy_set_version_id text not null
  manifest_sha text not null
  evaluation_status text not null
  determining_policies_json text
  diagnostics_json text
  metadata_json text
  content_sha256 bytea not null
  prev_content_sha256 bytea
  chain_hmac bytea
  ingest_signature bytea
table merkle_heads with (fillfactor=50)
  zone_no integer not null
  size bigint not null default 0
  checkpoint_size bigint not null default 0
  checkpoint_at timestamp with time zone
  updated_at timestamp with time zone not null default now()
table merkle_tiles
  zone_no integer not null
  level smallint not null
  tile_no bigint not null
  hashes bytea not null storage e
table outbox_receipts
  stream_no smallint not null
  outbox_id text not null
  zone_no integer not null
  chain_seq bigint not null
  occurred_at timestamp with time zone not null
table rollup_day
  zone_no integer not null
  day date not null
  field smallint not null
  term_no integer not null
  events bigint not null
table rollup_days
  zone_no integer not null
  day date not null
table rollup_hour with (fillfactor=80)
  zone_no integer not null
  hour timestamp with time zone not null
  field smallint not null
  term_no integer not null
  events bigint not null
table rollup_minute with (fillfactor=80)
  zone_no integer not null
  minute timestamp with time zone not null
  decision_no integer not null
  events bigint not null
table saved_view_marks
  user_id integer not null
  view_id integer not null
  starred boolean not null default false
  is_default boolean not null default false
table saved_views
  view_id integer not null generated always as identity
  owner_user_id integer not null
  zone_id text
  name text not null
  address text not null
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
table search_events partition by RANGE (occurred_at)
  occurred_at timestamp with time zone not null
  chain_seq bigint not null
  request_key bigint
  zone_no integer not null
  event_type_no integer not null
  decision_no integer
  reason_no integer
  application_no integer
  resource_no integer
  policy_version_no integer
  host_no integer
  latency_ms integer
  label_nos integer[]
  span integer not null default (((((occurred_at AT TIME ZONE 'UTC'::text))::date - '2000-01-01'::date) * 6) + ((EXTRACT(hour FROM (occurred_at AT TIME ZONE 'UTC'::text)))::integer / 4))
table search_events_before_2015
  occurred_at timestamp with time zone not null
  chain_seq bigint not null
  request_key bigint
  zone_no integer not null
  event_type_no integer not null
  decision_no integer
  reason_no integer
  application_no integer
  resource_no integer
  policy_version_no integer
  host_no integer
  latency_ms integer
  label_nos integer[]
  span integer not null default (((((occurred_at AT TIME ZONE 'UTC'::text))::date - '2000-01-01'::date) * 6) + ((EXTRACT(hour FROM (occurred_at AT TIME ZONE 'UTC'::text)))::integer / 4))
table search_events_from_2100
  occurred_at timestamp with time zone not null
  chain_seq bigint not null
  request_key bigint
  zone_no integer not null
  event_type_no integer not null
  decision_no integer
  reason_no integer
  application_no integer
  resource_no integer
  policy_version_no integer
  host_no integer
  latency_ms integer
  label_nos integer[]
  span integer not null default (((((occurred_at AT TIME ZONE 'UTC'::text))::date - '2000-01-01'::date) * 6) + ((EXTRACT(hour FROM (occurred_at AT TIME ZONE 'UTC'::text)))::integer / 4))
table search_names
  zone_no integer not null
  field smallint not null
  name text not null
  id text not null
table search_terms
  term_no integer not null generated always as identity
  zone_no integer not null
  field smallint not null
  value text not null
table search_word_heads with (fillfactor=50)
  zone_no integer not null
  chain_seq bigint not null default 0
  updated_at timestamp with time zone not null default now()
table search_words with (toast_tuple_target=8160)
  first_at timestamp with time zone not null
  last_at timestamp with time zone not null
  first_seq bigint not null
  last_seq bigint not null
  zone_no integer not null
  words integer[] not null
table segments partition by RANGE (sealed_at)
  segment_no bigint not null
  sealed_at timestamp with time zone not null
  event_count integer not null
  raw_bytes integer not null
  codec smallint not null
  payload bytea not null storage e
table signature_checks
  check_no bigint not null generated always as identity
  zone_no integer not null
  chain_seq bigint not null
  asked_at timestamp with time zone not null default now()
  checked_at timestamp with time zone
  state text
  detail text
table stream_looks with (fillfactor=50)
  stream text not null
  consumer_group text not null
  entries_added bigint not null
  last_generated_id text not null
  last_delivered_id text not null
  unread bigint
  max_deleted_id text not null
  looked_at timestamp with time zone not null default now()
table sweep_heads with (fillfactor=50)
  zone_no integer not null
  verified_seq bigint not null default 0
  verified_at timestamp with time zone
  whole_at timestamp with time zone
  deep_at timestamp with time zone
  last_sweep_no bigint
table sweeps
  sweep_no bigint not null generated always as identity
  zone_no integer not null
  kind text not null
  is_deep boolean not null default false
  from_seq bigint
  to_seq bigint
  state text not null default 'waiting'::text
  next_seq bigint
  events bigint not null default 0
  findings integer not null default 0
  checkpoints integer not null default 0
  signatures bigint not null default 0
  events_per_second real
  resume text
  asked_at timestamp with time zone not null default now()
  asked_by text
  started_at timestamp with time zone
  resumed integer not null default 0
  seen_at timestamp with time zone
  worker_id text
  cancel_asked_at timestamp with time zone
  cancel_asked_by text
  ended_at timestamp with time zone
  error text
table worker_heartbeats
  worker_id text not null
  started_at timestamp with time zone not null default now()
  seen_at timestamp with time zone not null default now()
  accepts_unsigned_audit boolean not null default false
  accepts_unsigned_streams boolean not null default false
  undelivered_entries bigint
  pending_entries bigint
  oldest_pending_ms bigint
  dead_letter_entries bigint
  appended_events bigint not null default 0
  last_commit_at timestamp with time zone
  last_error text
  unindexed_events bigint
  oldest_waiting_ms bigint
table zones
  zone_no integer not null generated always as identity
  zone_id text not null
  first_seen_at timestamp with time zone not null default now()

constraint alert_resolutions_note_check on alert_resolutions CHECK (((octet_length(note) >= 1) AND (octet_length(note) <= 4000)))
constraint alert_resolutions_pkey on alert_resolutions PRIMARY KEY (alert_id, resolved_at)
constraint alert_resolutions_resolved_by_check on alert_resolutions CHECK (((octet_length(resolved_by) >= 1) AND (octet_length(resolved_by) <= 512)))
constraint alert_sightings_pkey on alert_sightings PRIMARY KEY (alert_id)
constraint anchor_heads_anchor_fkey on anchor_heads FOREIGN KEY (anchor) REFERENCES anchors(anchor) ON DELETE CASCADE
constraint anchor_heads_last_error_check on anchor_heads CHECK ((octet_length(last_error) <= 2000))
constraint anchor_heads_pkey on anchor_heads PRIMARY KEY (anchor, zone_no)
constraint anchor_heads_zone_no_fkey on anchor_heads FOREIGN KEY (zone_no) REFERENCES zones(zone_no)
constraint anchors_anchor_check on anchors CHECK (((octet_length(anchor) >= 1) AND (octet_length(anchor) <= 100)))
constraint anchors_kind_check on anchors CHECK ((kind = ANY (ARRAY['directory'::text, 'webhook'::text, 's3'::text])))
constraint anchors_pkey on anchors PRIMARY KEY (anchor)
constraint anchors_place_check on anchors CHECK ((octet_length(place) <= 2048))
constraint api_tokens_created_by_user_id_fkey on api_tokens FOREIGN KEY (created_by_user_id) REFERENCES console_users(user_id) ON DELETE CASCADE
constraint api_tokens_name_check on api_tokens CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 200)))
constraint api_tokens_pkey on api_tokens PRIMARY KEY (token_id)
constraint api_tokens_role_check on api_tokens CHECK ((role = ANY (ARRAY['viewer'::text, 'investigator'::text, 'operator'::text, 'admin'::text])))
constraint api_tokens_token_sha256_check on api_tokens CHECK ((octet_length(token_sha256) = 32))
constraint api_tokens_token_sha256_key on api_tokens UNIQUE (token_sha256)
constraint api_tokens_zone_ids_check on api_tokens CHECK (((cardinality(zone_ids) >= 1) AND (cardinality(zone_ids) <= 1000)))
constraint audit_export_watermark_pkey on audit_export_watermark PRIMARY KEY (name)
constraint audit_ingest_alerts_pkey on audit_ingest_alerts PRIMARY KEY (id)
constraint audit_retention_pkey on audit_retention PRIMARY KEY (singleton)
constraint audit_retention_retention_days_check on audit_retention CHECK ((retention_days >= 1))
constraint audit_retention_singleton_check on audit_retention CHECK (singleton)
constraint authority_checks_pkey on authority_checks PRIMARY KEY (zone_no, seq)
constraint authority_consumer_steps_pkey on authority_consumer_steps PRIMARY KEY (stream_no, group_name, sampled_at)
constraint authority_consumers_pkey on authority_consumers PRIMARY KEY (stream_no, group_name)
constraint authority_edges_pkey on authority_edges PRIMARY KEY (zone_no, id)
constraint authority_falls_pkey on authority_falls PRIMARY KEY (zone_no, root, place)
constraint authority_records_pkey on authority_records PRIMARY KEY (zone_no, id)
constraint authority_revocations_pkey on authority_revocations PRIMARY KEY (zone_no, seq)
constraint authority_sessions_pkey on authority_sessions PRIMARY KEY (zone_no, id)
constraint chain_advances_key on chain_advances PRIMARY KEY (zone_no, first_commit)
constraint chain_heads_pkey on chain_heads PRIMARY KEY (zone_no)
constraint chain_heads_zone_no_fkey on chain_heads FOREIGN KEY (zone_no) REFERENCES zones(zone_no)
constraint checkpoint_keys_fingerprint_check on checkpoint_keys CHECK (((octet_length(fingerprint) >= 1) AND (octet_length(fingerprint) <= 200)))
constraint checkpoint_keys_pkey on checkpoint_keys PRIMARY KEY (verifier_line)
constraint checkpoint_keys_verifier_line_check on checkpoint_keys CHECK (((octet_length(verifier_line) >= 1) AND (octet_length(verifier_line) <= 1000)))
constraint checkpoints_note_check on checkpoints CHECK ((octet_length(note) <= 524288))
constraint checkpoints_pkey on checkpoints PRIMARY KEY (zone_no, size)
constraint checkpoints_root_sha256_check on checkpoints CHECK ((octet_length(root_sha256) = 32))
constraint checkpoints_size_check on checkpoints CHECK ((size >= 1))
constraint checkpoints_zone_no_fkey on checkpoints FOREIGN KEY (zone_no) REFERENCES zones(zone_no)
constraint console_memberships_role_check on console_memberships CHECK ((role = ANY (ARRAY['viewer'::text, 'investigator'::text, 'operator'::text, 'admin'::text])))
constraint console_memberships_user_id_fkey on console_memberships FOREIGN KEY (user_id) REFERENCES console_users(user_id) ON DELETE CASCADE
constraint console_memberships_user_id_zone_id_key on console_memberships UNIQUE NULLS NOT DISTINCT (user_id, zone_id)
constraint console_memberships_zone_id_check on console_memberships CHECK (((octet_length(zone_id) >= 1) AND (octet_length(zone_id) <= 512)))
constraint console_outbox_data_check on console_outbox CHECK ((octet_length(data) <= 65536))
constraint console_outbox_pkey on console_outbox PRIMARY KEY (outbox_no)
constraint console_sessions_pkey on console_sessions PRIMARY KEY (session_id)
constraint console_sessions_user_agent_check on console_sessions CHECK ((octet_length(user_agent) <= 512))
constraint console_sessions_user_id_fkey on console_sessions FOREIGN KEY (user_id) REFERENCES console_users(user_id) ON DELETE CASCADE
constraint console_users_name_check on console_users CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 200)))
constraint console_users_name_key on console_users UNIQUE (name)
constraint console_users_one_way_in on console_users CHECK ((((password_hash IS NULL) = (issuer IS NOT NULL)) AND ((issuer IS NULL) = (subject IS NULL))))
constraint console_users_pkey on console_users PRIMARY KEY (user_id)
constraint dead_letter_searches_asked_check on dead_letter_searches CHECK ((octet_length(asked) <= 16384))
constraint dead_letter_searches_check on dead_letter_searches CHECK ((((answered_at IS NULL) = (letters IS NULL)) AND ((letters IS NULL) = (looked_through IS NULL)) AND ((letters IS NULL) = (is_whole IS NULL))))
constraint dead_letter_searches_letters_check on dead_letter_searches CHECK ((octet_length(letters) <= 65536))
constraint dead_letter_searches_pkey on dead_letter_searches PRIMARY KEY (search_no)
constraint dead_letter_searches_zone_nos_check on dead_letter_searches CHECK ((cardinality(zone_nos) <= 10000))
constraint evidence_gaps_check on evidence_gaps CHECK ((to_at >= from_at))
constraint evidence_gaps_entries_check on evidence_gaps CHECK ((entries >= 1))
constraint evidence_gaps_kind_check on evidence_gaps CHECK ((kind = ANY (ARRAY['trimmed'::text, 'dead_letters'::text])))
constraint evidence_gaps_kind_source_from_at_key on evidence_gaps UNIQUE (kind, source, from_at)
constraint evidence_gaps_pkey on evidence_gaps PRIMARY KEY (gap_no)
constraint evidence_gaps_source_check on evidence_gaps CHECK (((octet_length(source) >= 1) AND (octet_length(source) <= 200)))
constraint evidence_job_parts_job_id_fkey on evidence_job_parts FOREIGN KEY (job_id) REFERENCES evidence_jobs(job_id)
constraint evidence_job_parts_pkey on evidence_job_parts PRIMARY KEY (job_id, part_no)
constraint evidence_jobs_asked_by_check on evidence_jobs CHECK (((octet_length(asked_by) >= 1) AND (octet_length(asked_by) <= 512)))
constraint evidence_jobs_cancel_asked_by_check on evidence_jobs CHECK ((octet_length(cancel_asked_by) <= 512))
constraint evidence_jobs_check on evidence_jobs CHECK (((ended_at IS NOT NULL) = (state = ANY (ARRAY['done'::text, 'cancelled'::text, 'failed'::text]))))
constraint evidence_jobs_error_check on evidence_jobs CHECK ((octet_length(error) <= 2000))
constraint evidence_jobs_filter_check on evidence_jobs CHECK ((octet_length(filter) <= 65536))
constraint evidence_jobs_pkey on evidence_jobs PRIMARY KEY (job_id)
constraint evidence_jobs_state_check on evidence_jobs CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text])))
constraint evidence_jobs_subject_check on evidence_jobs CHECK ((octet_length(subject) <= 4096))
constraint evidence_jobs_subject_kind_check on evidence_jobs CHECK ((subject_kind = ANY (ARRAY['request'::text, 'search'::text, 'revocation'::text, 'incident'::text, 'range'::text])))
constraint evidence_jobs_zone_nos_check on evidence_jobs CHECK (((cardinality(zone_nos) >= 1) AND (cardinality(zone_nos) <= 1000)))
constraint ledger_events_before_2015_pkey on ledger_events_before_2015 PRIMARY KEY (id, occurred_at)
constraint ledger_events_from_2100_pkey on ledger_events_from_2100 PRIMARY KEY (id, occurred_at)
constraint ledger_events_pkey on ledger_events PRIMARY KEY (id, occurred_at)
constraint merkle_heads_check on merkle_heads CHECK ((checkpoint_size <= size))
constraint merkle_heads_pkey on merkle_heads PRIMARY KEY (zone_no)
constraint merkle_heads_zone_no_fkey on merkle_heads FOREIGN KEY (zone_no) REFERENCES zones(zone_no)
constraint merkle_tiles_hashes_check on merkle_tiles CHECK ((((octet_length(hashes) % 32) = 0) AND ((octet_length(hashes) >= 32) AND (octet_length(hashes) <= 8192))))
constraint merkle_tiles_level_check on merkle_tiles CHECK (((level >= 0) AND (level <= 6)))
constraint merkle_tiles_pkey on merkle_tiles PRIMARY KEY (zone_no, level, tile_no)
constraint merkle_tiles_tile_no_check on merkle_tiles CHECK ((tile_no >= 0))
constraint outbox_receipts_pkey on outbox_receipts PRIMARY KEY (outbox_id, stream_no)
constraint rollup_day_pkey on rollup_day PRIMARY KEY (zone_no, day, field, term_no)
constraint rollup_days_pkey on rollup_days PRIMARY KEY (zone_no, day)
constraint rollup_hour_pkey on rollup_hour PRIMARY KEY (zone_no, hour, field, term_no)
constraint rollup_minute_pkey on rollup_minute PRIMARY KEY (zone_no, minute, decision_no)
constraint saved_view_marks_pkey on saved_view_marks PRIMARY KEY (user_id, view_id)
constraint saved_view_marks_user_id_fkey on saved_view_marks FOREIGN KEY (user_id) REFERENCES console_users(user_id) ON DELETE CASCADE
constraint saved_view_marks_view_id_fkey on saved_view_marks FOREIGN KEY (view_id) REFERENCES saved_views(view_id) ON DELETE CASCADE
constraint saved_views_address_check on saved_views CHECK ((octet_length(address) <= 131072))
constraint saved_views_name_check on saved_views CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 200)))
constraint saved_views_owner_user_id_fkey on saved_views FOREIGN KEY (owner_user_id) REFERENCES console_users(user_id) ON DELETE CASCADE
constraint saved_views_pkey on saved_views PRIMARY KEY (view_id)
constraint saved_views_zone_id_check on saved_views CHECK (((octet_length(zone_id) >= 1) AND (octet_length(zone_id) <= 512)))
constraint search_names_field_check on search_names CHECK ((field = ANY (ARRAY[1, 2])))
constraint search_names_id_check on search_names CHECK (((octet_length(id) >= 1) AND (octet_length(id) <= 512)))
constraint search_names_name_check on search_names CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 256)))
constraint search_names_pkey on search_names PRIMARY KEY (zone_no, field, name, id)
constraint search_names_zone_no_fkey on search_names FOREIGN KEY (zone_no) REFERENCES zones(zone_no)
constraint search_terms_pkey on search_terms PRIMARY KEY (term_no)
constraint search_terms_value_check on search_terms CHECK ((octet_length(value) <= 512))
constraint search_terms_zone_no_field_value_key on search_terms UNIQUE (zone_no, field, value)
constraint search_terms_zone_no_fkey on search_terms FOREIGN KEY (zone_no) REFERENCES zones(zone_no)
constraint search_word_heads_pkey on search_word_heads PRIMARY KEY (zone_no)
constraint search_word_heads_zone_no_fkey on search_word_heads FOREIGN KEY (zone_no) REFERENCES zones(zone_no)
constraint search_words_pkey on search_words PRIMARY KEY (zone_no, first_seq)
constraint segments_pkey on segments PRIMARY KEY (segment_no, sealed_at)
constraint signature_checks_chain_seq_check on signature_checks CHECK ((chain_seq >= 1))
constraint signature_checks_check on signature_checks CHECK ((((checked_at IS NULL) = (state IS NULL)) AND ((state IS NULL) = (detail IS NULL))))
constraint signature_checks_detail_check on signature_checks CHECK ((octet_length(detail) <= 16384))
constraint signature_checks_pkey on signature_checks PRIMARY KEY (check_no)
constraint signature_checks_state_check on signature_checks CHECK ((octet_length(state) <= 100))
constraint signature_checks_zone_no_fkey on signature_checks FOREIGN KEY (zone_no) REFERENCES zones(zone_no)
constraint stream_looks_pkey on stream_looks PRIMARY KEY (stream, consumer_group)
constraint sweep_heads_pkey on sweep_heads PRIMARY KEY (zone_no)
constraint sweep_heads_zone_no_fkey on sweep_heads FOREIGN KEY (zone_no) REFERENCES zones(zone_no)
constraint sweeps_asked_by_check on sweeps CHECK ((octet_length(asked_by) <= 512))
constraint sweeps_cancel_asked_by_check on sweeps CHECK ((octet_length(cancel_asked_by) <= 512))
constraint sweeps_check on sweeps CHECK (((ended_at IS NOT NULL) = (state = ANY (ARRAY['done'::text, 'cancelled'::text, 'failed'::text]))))
constraint sweeps_error_check on sweeps CHECK ((octet_length(error) <= 2000))
constraint sweeps_from_seq_check on sweeps CHECK ((from_seq >= 1))
constraint sweeps_kind_check on sweeps CHECK ((kind = ANY (ARRAY['start'::text, 'hourly'::text, 'demand'::text])))
constraint sweeps_pkey on sweeps PRIMARY KEY (sweep_no)
constraint sweeps_resume_check on sweeps CHECK ((octet_length(resume) <= 1048576))
constraint sweeps_state_check on sweeps CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text])))
constraint sweeps_to_seq_check on sweeps CHECK ((to_seq >= 0))
constraint sweeps_zone_no_fkey on sweeps FOREIGN KEY (zone_no) REFERENCES zones(zone_no)
constraint worker_heartbeats_pkey on worker_heartbeats PRIMARY KEY (worker_id)
constraint zones_pkey on zones PRIMARY KEY (zone_no)
constraint zones_zone_id_check on zones CHECK (((octet_length(zone_id) >= 1) AND (octet_length(zone_id) <= 512)))
constraint zones_zone_id_key on zones UNIQUE (zone_id)

CREATE INDEX api_tokens_maker ON public.api_tokens USING btree (created_by_user_id) WHERE (revoked_at IS NULL)
CREATE INDEX api_tokens_prefix ON public.api_tokens USING btree (prefix)
CREATE INDEX audit_ingest_alerts_zone ON public.audit_ingest_alerts USING btree (zone_id, observed_at DESC)
CREATE INDEX authority_checks_due ON public.authority_checks USING btree (due_at)
CREATE INDEX authority_edges_keys ON public.authority_edges USING gin (keys)
CREATE INDEX authority_edges_source ON public.authority_edges USING btree (zone_no, source, over_at DESC, id) WHERE (source IS NOT NULL)
CREATE INDEX authority_edges_target ON public.authority_edges USING btree (zone_no, target, over_at DESC, id) WHERE (target IS NOT NULL)
CREATE INDEX authority_falls_element ON public.authority_falls USING btree (zone_no, id, is_edge, at, root)
CREATE INDEX authority_records_subject ON public.authority_records USING btree (zone_no, subject) WHERE (subject IS NOT NULL)
CREATE INDEX authority_revocations_decided ON public.authority_revocations USING btree (zone_no, decided_at, seq)
CREATE INDEX authority_revocations_id ON public.authority_revocations USING btree (zone_no, id)
CREATE INDEX authority_sessions_app ON public.authority_sessions USING btree (zone_no, app, from_at) WHERE (app IS NOT NULL)
CREATE INDEX authority_sessions_begun ON public.authority_sessions USING btree (zone_no, from_at)
CREATE INDEX authority_sessions_keys ON public.authority_sessions USING gin (keys)
CREATE INDEX authority_sessions_parent ON public.authority_sessions USING btree (zone_no, parent) WHERE (parent IS NOT NULL)
CREATE INDEX authority_sessions_record ON public.authority_sessions USING btree (zone_no, record) WHERE (record IS NOT NULL)
CREATE INDEX chain_advances_at ON public.chain_advances USING btree (zone_no, first_at)
CREATE INDEX checkpoints_time ON public.checkpoints USING btree (zone_no, signed_at)
CREATE INDEX console_sessions_user ON public.console_sessions USING btree (user_id)
CREATE INDEX dead_letter_searches_open ON public.dead_letter_searches USING btree (search_no) WHERE (answered_at IS NULL)
CREATE INDEX evidence_jobs_asked ON public.evidence_jobs USING btree (asked_at DESC)
CREATE INDEX evidence_jobs_asker ON public.evidence_jobs USING btree (asked_by, asked_at DESC)
CREATE INDEX evidence_jobs_open ON public.evidence_jobs USING btree (asked_at) WHERE (ended_at IS NULL)
CREATE INDEX ledger_events_before_2015_zone_no_chain_seq_idx ON public.ledger_events_before_2015 USING btree (zone_no, chain_seq)
CREATE INDEX ledger_events_from_2100_zone_no_chain_seq_idx ON public.ledger_events_from_2100 USING btree (zone_no, chain_seq)
CREATE INDEX ledger_events_position ON ONLY public.ledger_events USING btree (zone_no, chain_seq)
CREATE INDEX rollup_hour_term ON public.rollup_hour USING btree (term_no, hour)
CREATE INDEX saved_view_marks_view ON public.saved_view_marks USING btree (view_id)
CREATE INDEX saved_views_owner ON public.saved_views USING btree (owner_user_id)
CREATE INDEX saved_views_zone ON public.saved_views USING btree (zone_id) WHERE (zone_id IS NOT NULL)
CREATE INDEX search_events_application ON ONLY public.search_events USING btree (application_no, span)
CREATE INDEX search_events_before_2015_application_no_span_idx ON public.search_events_before_2015 USING btree (application_no, span)
CREATE INDEX search_events_before_2015_decision_no_span_idx ON public.search_events_before_2015 USING btree (decision_no, span)
CREATE INDEX search_events_before_2015_host_no_span_idx ON public.search_events_before_2015 USING btree (host_no, span) WHERE (host_no IS NOT NULL)
CREATE INDEX search_events_before_2015_reason_no_span_idx ON public.search_events_before_2015 USING btree (reason_no, span)
CREATE INDEX search_events_before_2015_request_key_idx ON public.search_events_before_2015 USING btree (request_key)
CREATE INDEX search_events_before_2015_resource_no_span_idx ON public.search_events_before_2015 USING btree (resource_no, span)
CREATE INDEX search_events_before_2015_zone_no_occurred_at_idx ON public.search_events_before_2015 USING btree (zone_no, occurred_at)
CREATE INDEX search_events_decision ON ONLY public.search_events USING btree (decision_no, span)
CREATE INDEX search_events_from_2100_application_no_span_idx ON public.search_events_from_2100 USING btree (application_no, span)
CREATE INDEX search_events_from_2100_decision_no_span_idx ON public.search_events_from_2100 USING btree (decision_no, span)
CREATE INDEX search_events_from_2100_host_no_span_idx ON public.search_events_from_2100 USING btree (host_no, span) WHERE (host_no IS NOT NULL)
CREATE INDEX search_events_from_2100_reason_no_span_idx ON public.search_events_from_2100 USING btree (reason_no, span)
CREATE INDEX search_events_from_2100_request_key_idx ON public.search_events_from_2100 USING btree (request_key)
CREATE INDEX search_events_from_2100_resource_no_span_idx ON public.search_events_from_2100 USING btree (resource_no, span)
CREATE INDEX search_events_from_2100_zone_no_occurred_at_idx ON public.search_events_from_2100 USING btree (zone_no, occurred_at)
CREATE INDEX search_events_host ON ONLY public.search_events USING btree (host_no, span) WHERE (host_no IS NOT NULL)
CREATE INDEX search_events_reason ON ONLY public.search_events USING btree (reason_no, span)
CREATE INDEX search_events_request ON ONLY public.search_events USING btree (request_key)
CREATE INDEX search_events_resource ON ONLY public.search_events USING btree (resource_no, span)
CREATE INDEX search_events_time ON ONLY public.search_events USING btree (zone_no, occurred_at)
CREATE INDEX search_names_id ON public.search_names USING btree (zone_no, field, id)
CREATE INDEX search_words_time ON public.search_words USING btree (zone_no, last_at)
CREATE INDEX search_words_words ON public.search_words USING gin (words) WITH (fastupdate='on', gin_pending_list_limit='1024')
CREATE INDEX signature_checks_open ON public.signature_checks USING btree (check_no) WHERE (checked_at IS NULL)
CREATE INDEX sweeps_open ON public.sweeps USING btree (sweep_no) WHERE (ended_at IS NULL)
CREATE INDEX sweeps_zone ON public.sweeps USING btree (zone_no, sweep_no DESC)
CREATE UNIQUE INDEX alert_resolutions_pkey ON public.alert_resolutions USING btree (alert_id, resolved_at)
CREATE UNIQUE INDEX alert_sightings_pkey ON public.alert_sightings USING btree (alert_id)
CREATE UNIQUE INDEX anchor_heads_pkey ON public.anchor_heads USING btree (anchor, zone_no)
CREATE UNIQUE INDEX anchors_pkey ON public.anchors USING btree (anchor)
CREATE UNIQUE INDEX api_tokens_pkey ON public.api_tokens USING btree (token_id)
CREATE UNIQUE INDEX api_tokens_token_sha256_key ON public.api_tokens USING btree (token_sha256)
CREATE UNIQUE INDEX audit_export_watermark_pkey ON public.audit_export_watermark USING btree (name)
CREATE UNIQUE INDEX audit_ingest_alerts_once ON public.audit_ingest_alerts USING btree (kind, md5(zone_id), md5(event_id), md5(COALESCE(detail, ''::text)))
CREATE UNIQUE INDEX audit_ingest_alerts_pkey ON public.audit_ingest_alerts USING btree (id)
CREATE UNIQUE INDEX audit_retention_pkey ON public.audit_retention USING btree (singleton)
CREATE UNIQUE INDEX authority_checks_pkey ON public.authority_checks USING btree (zone_no, seq)
CREATE UNIQUE INDEX authority_consumer_steps_pkey ON public.authority_consumer_steps USING btree (stream_no, group_name, sampled_at)
CREATE UNIQUE INDEX authority_consumers_pkey ON public.authority_consumers USING btree (stream_no, group_name)
CREATE UNIQUE INDEX authority_edges_pkey ON public.authority_edges USING btree (zone_no, id)
CREATE UNIQUE INDEX authority_falls_pkey ON public.authority_falls USING btree (zone_no, root, place)
CREATE UNIQUE INDEX authority_records_pkey ON public.authority_records USING btree (zone_no, id)
CREATE UNIQUE INDEX authority_revocations_pkey ON public.authority_revocations USING btree (zone_no, seq)
CREATE UNIQUE INDEX authority_sessions_pkey ON public.authority_sessions USING btree (zone_no, id)
CREATE UNIQUE INDEX chain_advances_key ON public.chain_advances USING btree (zone_no, first_commit)
CREATE UNIQUE INDEX chain_heads_pkey ON public.chain_heads USING btree (zone_no)
CREATE UNIQUE INDEX checkpoint_keys_pkey ON public.checkpoint_keys USING btree (verifier_line)
CREATE UNIQUE INDEX checkpoints_pkey ON public.checkpoints USING btree (zone_no, size)
CREATE UNIQUE INDEX console_memberships_user_id_zone_id_key ON public.console_memberships USING btree (user_id, zone_id) NULLS NOT DISTINCT
CREATE UNIQUE INDEX console_outbox_pkey ON public.console_outbox USING btree (outbox_no)
CREATE UNIQUE INDEX console_sessions_pkey ON public.console_sessions USING btree (session_id)
CREATE UNIQUE INDEX console_users_name_key ON public.console_users USING btree (name)
CREATE UNIQUE INDEX console_users_pkey ON public.console_users USING btree (user_id)
CREATE UNIQUE INDEX console_users_subject ON public.console_users USING btree (issuer, subject) WHERE (issuer IS NOT NULL)
CREATE UNIQUE INDEX dead_letter_searches_pkey ON public.dead_letter_searches USING btree (search_no)
CREATE UNIQUE INDEX evidence_gaps_kind_source_from_at_key ON public.evidence_gaps USING btree (kind, source, from_at)
CREATE UNIQUE INDEX evidence_gaps_pkey ON public.evidence_gaps USING btree (gap_no)
CREATE UNIQUE INDEX evidence_job_parts_pkey ON public.evidence_job_parts USING btree (job_id, part_no)
CREATE UNIQUE INDEX evidence_jobs_pkey ON public.evidence_jobs USING btree (job_id)
CREATE UNIQUE INDEX ledger_events_before_2015_pkey ON public.ledger_events_before_2015 USING btree (id, occurred_at)
CREATE UNIQUE INDEX ledger_events_from_2100_pkey ON public.ledger_events_from_2100 USING btree (id, occurred_at)
CREATE UNIQUE INDEX ledger_events_pkey ON ONLY public.ledger_events USING btree (id, occurred_at)
CREATE UNIQUE INDEX merkle_heads_pkey ON public.merkle_heads USING btree (zone_no)
CREATE UNIQUE INDEX merkle_tiles_pkey ON public.merkle_tiles USING btree (zone_no, level, tile_no)
CREATE UNIQUE INDEX outbox_receipts_pkey ON public.outbox_receipts USING btree (outbox_id, stream_no)
CREATE UNIQUE INDEX rollup_day_pkey ON public.rollup_day USING btree (zone_no, day, field, term_no)
CREATE UNIQUE INDEX rollup_days_pkey ON public.rollup_days USING btree (zone_no, day)
CREATE UNIQUE INDEX rollup_hour_pkey ON public.rollup_hour USING btree (zone_no, hour, field, term_no)
CREATE UNIQUE INDEX rollup_minute_pkey ON public.rollup_minute USING btree (zone_no, minute, decision_no)
CREATE UNIQUE INDEX saved_view_marks_default ON public.saved_view_marks USING btree (user_id) WHERE is_default
CREATE UNIQUE INDEX saved_view_marks_pkey ON public.saved_view_marks USING btree (user_id, view_id)
CREATE UNIQUE INDEX saved_views_pkey ON public.saved_views USING btree (view_id)
CREATE UNIQUE INDEX search_names_pkey ON public.search_names USING btree (zone_no, field, name, id)
CREATE UNIQUE INDEX search_terms_pkey ON public.search_terms USING btree (term_no)
CREATE UNIQUE INDEX search_terms_zone_no_field_value_key ON public.search_terms USING btree (zone_no, field, value)
CREATE UNIQUE INDEX search_word_heads_pkey ON public.search_word_heads USING btree (zone_no)
CREATE UNIQUE INDEX search_words_pkey ON public.search_words USING btree (zone_no, first_seq)
CREATE UNIQUE INDEX segments_pkey ON ONLY public.segments USING btree (segment_no, sealed_at)
CREATE UNIQUE INDEX signature_checks_pkey ON public.signature_checks USING btree (check_no)
CREATE UNIQUE INDEX stream_looks_pkey ON public.stream_looks USING btree (stream, consumer_group)
CREATE UNIQUE INDEX sweep_heads_pkey ON public.sweep_heads USING btree (zone_no)
CREATE UNIQUE INDEX sweeps_pkey ON public.sweeps USING btree (sweep_no)
CREATE UNIQUE INDEX worker_heartbeats_pkey ON public.worker_heartbeats USING btree (worker_id)
CREATE UNIQUE INDEX zones_pkey ON public.zones USING btree (zone_no)
CREATE UNIQUE INDEX zones_zone_id_key ON public.zones USING btree (zone_id)

CREATE TRIGGER alert_resolutions_append_only BEFORE DELETE OR UPDATE ON public.alert_resolutions FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER alert_resolutions_not_truncated BEFORE TRUNCATE ON public.alert_resolutions FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER audit_ingest_alerts_append_only BEFORE DELETE OR UPDATE ON public.audit_ingest_alerts FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER audit_ingest_alerts_not_truncated BEFORE TRUNCATE ON public.audit_ingest_alerts FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER chain_heads_begun AFTER INSERT ON public.chain_heads REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION chain_advances_note()
CREATE TRIGGER chain_heads_forward BEFORE UPDATE ON public.chain_heads FOR EACH ROW EXECUTE FUNCTION chain_head_moves_forward()
CREATE TRIGGER chain_heads_kept BEFORE DELETE ON public.chain_heads FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER chain_heads_moved AFTER UPDATE ON public.chain_heads REFERENCING OLD TABLE AS stood NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION chain_advances_note()
CREATE TRIGGER chain_heads_not_truncated BEFORE TRUNCATE ON public.chain_heads FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER chain_heads_numbered BEFORE INSERT OR UPDATE ON public.chain_heads FOR EACH ROW EXECUTE FUNCTION chain_head_numbered()
CREATE TRIGGER checkpoints_append_only BEFORE DELETE OR UPDATE ON public.checkpoints FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER checkpoints_not_truncated BEFORE TRUNCATE ON public.checkpoints FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER console_outbox_told AFTER INSERT ON public.console_outbox FOR EACH STATEMENT EXECUTE FUNCTION console_outbox_notify()
CREATE TRIGGER dead_letter_searches_told AFTER INSERT ON public.dead_letter_searches FOR EACH STATEMENT EXECUTE FUNCTION dead_letter_searches_notify()
CREATE TRIGGER evidence_jobs_told AFTER INSERT OR UPDATE OF cancel_asked_at ON public.evidence_jobs FOR EACH STATEMENT EXECUTE FUNCTION evidence_jobs_notify()
CREATE TRIGGER ledger_events_append_only BEFORE DELETE OR UPDATE ON public.ledger_events FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER ledger_events_append_only BEFORE DELETE OR UPDATE ON public.ledger_events_before_2015 FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER ledger_events_append_only BEFORE DELETE OR UPDATE ON public.ledger_events_from_2100 FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER ledger_events_before_2015_not_truncated BEFORE TRUNCATE ON public.ledger_events_before_2015 FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER ledger_events_from_2100_not_truncated BEFORE TRUNCATE ON public.ledger_events_from_2100 FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER ledger_events_not_truncated BEFORE TRUNCATE ON public.ledger_events FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER merkle_tiles_kept BEFORE DELETE ON public.merkle_tiles FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER merkle_tiles_not_truncated BEFORE TRUNCATE ON public.merkle_tiles FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER merkle_tiles_widen BEFORE UPDATE ON public.merkle_tiles FOR EACH ROW EXECUTE FUNCTION merkle_tile_widens()
CREATE TRIGGER outbox_receipts_append_only BEFORE DELETE OR UPDATE ON public.outbox_receipts FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER outbox_receipts_not_truncated BEFORE TRUNCATE ON public.outbox_receipts FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER segments_append_only BEFORE DELETE OR UPDATE ON public.segments FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER segments_not_truncated BEFORE TRUNCATE ON public.segments FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER signature_checks_told AFTER INSERT ON public.signature_checks FOR EACH STATEMENT EXECUTE FUNCTION signature_checks_notify()
CREATE TRIGGER sweeps_end_once BEFORE UPDATE ON public.sweeps FOR EACH ROW EXECUTE FUNCTION sweep_ends_once()
CREATE TRIGGER sweeps_kept BEFORE DELETE ON public.sweeps FOR EACH ROW EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER sweeps_not_truncated BEFORE TRUNCATE ON public.sweeps FOR EACH STATEMENT EXECUTE FUNCTION evidence_is_append_only()
CREATE TRIGGER sweeps_told AFTER INSERT OR UPDATE OF cancel_asked_at ON public.sweeps FOR EACH STATEMENT EXECUTE FUNCTION sweeps_notify()

sequence api_tokens_token_id_seq
sequence audit_ingest_alerts_id_seq
sequence chain_commit_no
sequence console_outbox_outbox_no_seq
sequence console_users_user_id_seq
sequence dead_letter_searches_search_no_seq
sequence evidence_gaps_gap_no_seq
sequence saved_views_view_id_seq
sequence search_terms_term_no_seq
sequence segment_no_seq
sequence signature_checks_check_no_seq
sequence sweeps_sweep_no_seq
sequence zones_zone_no_seq

view audit_events as
 SELECT e.id,
    z.zone_id,
    e.event_type,
    e.request_id,
    e.decision,
    e.policy_set_id,
    e.policy_set_version_id,
    e.manifest_sha,
    e.evaluation_status,
    e.determining_policies_json::jsonb AS determining_policies_json,
    e.diagnostics_json::jsonb AS diagnostics_json,
    e.metadata_json::jsonb AS metadata_json,
    e.occurred_at,
    e.ingested_at,
    encode(e.content_sha256, 'hex'::text) AS content_sha256,
    encode(e.prev_content_sha256, 'hex'::text) AS prev_content_sha256,
    COALESCE(encode(e.chain_hmac, 'hex'::text), ''::text) AS chain_hmac,
    e.chain_seq,
    encode(e.ingest_signature, 'hex'::text) AS ingest_signature
   FROM ledger_events e
     JOIN zones z USING (zone_no);

CREATE OR REPLACE FUNCTION public.alert_is_open(alert bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select not exists (select from alert_resolutions r where r.alert_id = alert
    and r.resolved_at >= coalesce((select s.seen_at from alert_sightings s where s.alert_id = alert), '-infinity'))
$function$

CREATE OR REPLACE FUNCTION public.audit_event_holds(needle text, word text, id text, event_type text, request_id text, decision text, policy_set_id text, policy_set_version_id text, manifest_sha text, evaluation_status text, determining_policies_json text, diagnostics_json text, metadata_json text)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
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
end $function$

CREATE OR REPLACE FUNCTION public.audit_masked(document text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
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
end $function$

CREATE OR REPLACE FUNCTION public.audit_masked_text(t text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select case when t collate "C" !~* 'cat_|eyj|bearer|basic|dpop' then t else
    regexp_replace(
      regexp_replace(
        regexp_replace(t collate "C", 'cat_[0-9A-Za-z]{8}_[0-9A-Za-z_-]{43}', '[redacted]', 'g'),
        'eyJ[A-Za-z0-9_-]{7,}\.[A-Za-z0-9_-]{10,}[A-Za-z0-9_.-]*', '[redacted]', 'g'),
      '(?<![A-Za-z0-9_])(bearer|basic|dpop) +(?:[A-Za-z0-9_.~+/=-]{16,}|(?=[a-z.~+/=_-]*[0-9])[A-Za-z0-9_.~+/=-]{8,})', '\1 [redacted]', 'gi') end
$function$

CREATE OR REPLACE FUNCTION public.audit_month_ensure(parent text, month date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$

CREATE OR REPLACE FUNCTION public.audit_search_text(id text, event_type text, request_id text, decision text, policy_set_id text, policy_set_version_id text, manifest_sha text, evaluation_status text, determining_policies_json text, diagnostics_json text, metadata_json text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select replace(audit_masked_text(id || e'\n' || event_type || e'\n' || request_id || e'\n' || decision || e'\n' || policy_set_id || e'\n'
      || policy_set_version_id || e'\n' || manifest_sha || e'\n' || evaluation_status), '\', '\\')
    || e'\n' || coalesce(audit_masked(determining_policies_json), '')
    || e'\n' || coalesce(audit_masked(diagnostics_json), '')
    || e'\n' || coalesce(audit_masked(metadata_json), '')
$function$

CREATE OR REPLACE FUNCTION public.audit_words(t text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select regexp_replace(
    lower(case when strpos(t, '\') = 0 then t
      else regexp_replace(replace(t, '\\', ' ') collate "C", '\\(?:u00[01][0-9a-f]|["bfnrt])', ' ', 'g') end collate "C"),
    '[\x01-\x2f\x3a-\x5e\x60\x7b-\x7f]', ' ', 'g')
$function$

CREATE OR REPLACE FUNCTION public.authority_edges_with(zone integer, key text, rows_max integer)
 RETURNS SETOF authority_edges
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare wall text := current_setting('caracal.zones', true);
begin
  if wall is null or wall = '' or (wall <> '*' and zone <> all (string_to_array(wall, ',')::integer[])) then return; end if;
  return query select e.* from authority_edges e where e.keys @> array[key] and e.zone_no = zone order by e.from_at desc, e.id limit rows_max;
end $function$

CREATE OR REPLACE FUNCTION public.authority_sessions_with(zone integer, key text, rows_max integer)
 RETURNS SETOF authority_sessions
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare wall text := current_setting('caracal.zones', true);
begin
  if wall is null or wall = '' or (wall <> '*' and zone <> all (string_to_array(wall, ',')::integer[])) then return; end if;
  return query select s.* from authority_sessions s where s.keys @> array[key] and s.zone_no = zone order by s.from_at desc, s.id limit rows_max;
end $function$

CREATE OR REPLACE FUNCTION public.authority_word_groups(zone integer, wanted integer[], from_at timestamp with time zone, groups_max integer)
 RETURNS TABLE(first_seq bigint, last_seq bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 200
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare wall text := current_setting('caracal.zones', true);
begin
  if wall is null or wall = '' or (wall <> '*' and zone <> all (string_to_array(wall, ',')::integer[])) then return; end if;
  return query select g.first_seq, g.last_seq from search_words g
    where g.zone_no = zone and g.last_at >= coalesce(from_at, '-infinity') and (g.words && wanted or g.words @> '{-1}')
    order by g.last_at limit groups_max;
end $function$

CREATE OR REPLACE FUNCTION public.chain_advance_note(zone integer, commit_no bigint, stood_seq bigint, chain_seq bigint)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  noted_at timestamptz := clock_timestamp();
  last_row chain_advances;
  oldest record;
begin
  select * into last_row from chain_advances a where a.zone_no = zone order by a.first_commit desc limit 1;
  if cardinality(last_row.commits) < 64 and commit_no - last_row.first_commit < 2000000000 and chain_seq - last_row.before_seq < 2000000000
    and noted_at < last_row.first_at + interval '1000000 seconds' then
    update chain_advances a set
      commits = a.commits || (commit_no - a.first_commit)::integer,
      seqs = a.seqs || (chain_seq - a.before_seq)::integer,
      ats = a.ats || greatest(a.ats[cardinality(a.ats)], ceil(extract(epoch from noted_at - a.first_at) * 1000)::integer)
    where a.zone_no = zone and a.first_commit = last_row.first_commit;
    return;
  end if;
  insert into chain_advances (zone_no, first_commit, before_seq, first_at, commits, seqs, ats)
  values (zone, commit_no, stood_seq, noted_at, '{0}', array[(chain_seq - stood_seq)::integer], '{0}');
  for oldest in select a.first_commit, lead(a.before_seq) over (order by a.first_commit) as next_seq
    from (select * from chain_advances a where a.zone_no = zone order by a.first_commit limit 5) a limit 4 loop
    exit when oldest.next_seq is null
      or exists (select from ledger_events e where e.zone_no = zone and e.chain_seq = oldest.next_seq + 1);
    delete from chain_advances a where a.zone_no = zone and a.first_commit = oldest.first_commit;
  end loop;
end $function$

CREATE OR REPLACE FUNCTION public.chain_advances_note()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    perform chain_advance_note(m.zone_no, m.commit_no, 0, m.chain_seq) from moved m where m.chain_seq > 0;
  else
    perform chain_advance_note(m.zone_no, m.commit_no, s.chain_seq, m.chain_seq) from moved m join stood s using (zone_no);
  end if;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.chain_head_moves_forward()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.zone_no <> old.zone_no or new.chain_seq <= old.chain_seq or new.event_count <= old.event_count then
    raise exception 'a chain head only moves forward (zone_no %, chain_seq % to %)', old.zone_no, old.chain_seq, new.chain_seq
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.chain_head_numbered()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if new.chain_seq > 0 then
    perform pg_advisory_xact_lock(7102114093);
    new.commit_no := nextval('chain_commit_no');
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.console_outbox_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  notify console_outbox;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.dead_letter_searches_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  notify dead_letter_searches;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.event_segment(zone integer, seq bigint)
 RETURNS TABLE(codec smallint, raw_bytes integer, payload bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  select s.codec, s.raw_bytes, s.payload
  from ledger_events e join segments s on s.segment_no = e.segment_no and s.sealed_at = e.ingested_at
  where e.zone_no = zone and e.chain_seq = seq
    and (current_setting('caracal.zones', true) = '*'
      or zone = any (string_to_array(nullif(current_setting('caracal.zones', true), '*'), ',')::integer[]))
$function$

CREATE OR REPLACE FUNCTION public.evidence_is_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'evidence is append-only: % on % is not allowed', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $function$

CREATE OR REPLACE FUNCTION public.evidence_jobs_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  notify evidence_jobs;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.merkle_tile_widens()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.zone_no <> old.zone_no or new.level <> old.level or new.tile_no <> old.tile_no
      or octet_length(new.hashes) <= octet_length(old.hashes)
      or substr(new.hashes, 1, octet_length(old.hashes)) <> old.hashes then
    raise exception 'a tile of the tree only widens (zone_no %, tile %/%)', old.zone_no, old.level, old.tile_no
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.rollup_gaps(zone_nos integer[], from_at timestamp with time zone, to_at timestamp with time zone)
 RETURNS TABLE(zone_no integer, from_at timestamp with time zone, to_at timestamp with time zone)
 LANGUAGE sql
 STABLE ROWS 10
AS $function$
  select g.zone_no, g.from_at, g.to_at from (
    select e.zone_no, coalesce(lag(e.day_at) over (partition by e.zone_no order by e.day_at) + interval '24 hours', $2) as from_at, e.day_at as to_at
    from (
      select d.zone_no, d.day::timestamp at time zone 'UTC' as day_at from rollup_days d
      where d.zone_no = any ($1) and d.day >= ($2 at time zone 'UTC')::date and d.day::timestamp at time zone 'UTC' >= $2 and (d.day + 1)::timestamp at time zone 'UTC' <= $3
      union all select z, $3 from unnest($1) as z
    ) e
  ) g where g.from_at < g.to_at
$function$

CREATE OR REPLACE FUNCTION public.signature_checks_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  notify signature_checks;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.sweep_ends_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.ended_at is not null or new.sweep_no <> old.sweep_no or new.zone_no <> old.zone_no then
    raise exception 'sweep % has ended and is not changed any more', old.sweep_no using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.sweeps_notify()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  notify sweeps;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.word_groups(zone_nos integer[], wanted integer[], from_at timestamp with time zone, to_at timestamp with time zone, groups_max integer DEFAULT NULL::integer)
 RETURNS TABLE(zone_no integer, first_seq bigint, last_seq bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 200
 SET search_path TO 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  -- of a zone, from the beginning of the time asked for: looking through a group costs some microseconds
  near_max constant integer := 1000;
  -- the same for a word that may be in many, of the zone with the most groups lately
  newest_max constant integer := 256;
  -- in more groups, those of all zones, a word is a common one
  rare_max constant integer := 2000;
  wall text := current_setting('caracal.zones', true);
  allowed integer[];
  earliest timestamptz := coalesce(from_at, '-infinity');
  before timestamptz := coalesce(to_at, 'infinity');
  near integer;
  reach timestamptz;
  zones_of integer[];
  firsts bigint[];
  lasts bigint[];
  first_ats timestamptz[];
  last_ats timestamptz[];
begin
  if wall is null or wall = '' then return; end if;
  if wall = '*' then
    allowed := array(select distinct z from unnest(coalesce(zone_nos, array(select s.zone_no from zones s))) z);
  else
    allowed := array(select distinct z from unnest(string_to_array(wall, ',')::integer[]) z where zone_nos is null or z = any (zone_nos));
  end if;
  if groups_max is not null and from_at is not null and cardinality(wanted) > 0 and cardinality(allowed) <= 50 then
    select max(w.groups) into near from unnest(allowed) as z(no) cross join lateral (
      select count(*) as groups from (
        select from search_words s where s.zone_no = z.no and s.last_at >= earliest order by s.last_at desc limit near_max + 1) newest) w;
    if near <= near_max then
      return query select g.zone_no, g.first_seq, g.last_seq from unnest(allowed) as z(no) cross join lateral (
          select s.zone_no, s.first_seq, s.last_seq, s.first_at, s.last_at, s.words from search_words s
          where s.zone_no = z.no and s.last_at >= earliest order by s.last_at desc limit near_max) g
        where g.first_at < before and (g.words @> wanted or g.words @> '{-1}')
        order by g.last_at desc limit groups_max;
      return;
    end if;
  end if;
  if groups_max <= newest_max and cardinality(wanted) > 0 and cardinality(allowed) <= 50 then
    -- what is newer than this is looked through in every zone
    select max(w.last_at) into reach from unnest(allowed) as z(no) cross join lateral (
      select s.last_at from search_words s where s.zone_no = z.no and s.last_at >= earliest order by s.last_at desc offset newest_max - 1 limit 1) w;
    select array_agg(f.zone_no), array_agg(f.first_seq), array_agg(f.last_seq), array_agg(f.last_at)
      into zones_of, firsts, lasts, last_ats
      from (select g.zone_no, g.first_seq, g.last_seq, g.last_at from unnest(allowed) as z(no) cross join lateral (
          select s.zone_no, s.first_seq, s.last_seq, s.first_at, s.last_at, s.words from search_words s
          where s.zone_no = z.no and s.last_at >= coalesce(reach, earliest) order by s.last_at desc limit newest_max) g
        where g.first_at < before and (g.words @> wanted or g.words @> '{-1}')
        order by g.last_at desc limit groups_max) f;
    if cardinality(firsts) = groups_max then
      return query select g.no, g.first, g.last from unnest(zones_of, firsts, lasts, last_ats) as g(no, first, last, at_last) order by g.at_last desc;
      return;
    end if;
  end if;
  if groups_max is not null and cardinality(wanted) > 0 then
    -- no zone and no time among the conditions: their indexes would be read too, and hold far more than the words'
    select array_agg(f.zone_no), array_agg(f.first_seq), array_agg(f.last_seq), array_agg(f.first_at), array_agg(f.last_at)
      into zones_of, firsts, lasts, first_ats, last_ats
      from (select s.zone_no, s.first_seq, s.last_seq, s.first_at, s.last_at from search_words s
        where s.words @> wanted or s.words @> '{-1}' limit rare_max + 1) f;
    if coalesce(cardinality(firsts), 0) <= rare_max then
      return query select g.no, g.first, g.last from unnest(zones_of, firsts, lasts, first_ats, last_ats) as g(no, first, last, at_first, at_last)
        where g.no = any (allowed) and g.at_last >= earliest and g.at_first < before
        order by g.at_last desc limit groups_max;
      return;
    end if;
  end if;
  -- planned for the values at hand: how many there are of a common word decides the way. Of very many zones the words are asked at once
  if groups_max is null or cardinality(allowed) > 50 then
    return query execute 'select g.zone_no, g.first_seq, g.last_seq from search_words g
      where g.zone_no = any ($1) and g.last_at >= $3 and g.first_at < $4
        and (cardinality($2) = 0 or g.words @> $2 or g.words @> ''{-1}'')
      order by g.last_at desc limit $5' using allowed, wanted, earliest, before, groups_max;
  else
    return query execute 'select g.zone_no, g.first_seq, g.last_seq
      from unnest($1) as z(no) cross join lateral (
        select s.zone_no, s.first_seq, s.last_seq, s.last_at from search_words s
        where s.zone_no = z.no and s.last_at >= $3 and s.first_at < $4
          and (cardinality($2) = 0 or s.words @> $2 or s.words @> ''{-1}'')
        order by s.last_at desc limit $5) g
      order by g.last_at desc limit $5' using allowed, wanted, earliest, before, groups_max;
  end if;
end $function$


grant select on alert_resolutions to console_web
grant select on alert_resolutions to console_worker
grant select on alert_sightings to console_web
grant insert, select, update on alert_sightings to console_worker
grant select on anchor_heads to console_web
grant insert, select, update on anchor_heads to console_worker
grant select on anchors to console_web
grant delete, insert, select, update on anchors to console_worker
grant insert, select, update on api_tokens to console_web
grant select on audit_events to console_web
grant select on audit_events to console_worker
grant select on audit_export_watermark to console_web
grant insert, select, update on audit_export_watermark to console_worker
grant select on audit_ingest_alerts to console_web
grant insert, select on audit_ingest_alerts to console_worker
grant insert, select, update on audit_retention to console_web
grant select on audit_retention to console_worker
grant select on authority_checks to console_web
grant delete, insert, select, update on authority_checks to console_worker
grant select on authority_consumer_steps to console_web
grant delete, insert, select, update on authority_consumer_steps to console_worker
grant select on authority_consumers to console_web
grant delete, insert, select, update on authority_consumers to console_worker
grant select on authority_edges to console_web
grant delete, insert, select, update on authority_edges to console_worker
grant select on authority_falls to console_web
grant delete, insert, select, update on authority_falls to console_worker
grant select on authority_records to console_web
grant delete, insert, select, update on authority_records to console_worker
grant select on authority_revocations to console_web
grant delete, insert, select, update on authority_revocations to console_worker
grant select on authority_sessions to console_web
grant delete, insert, select, update on authority_sessions to console_worker
grant select on chain_advances to console_web
grant select on chain_advances to console_worker
grant select on chain_heads to console_web
grant insert, select, update on chain_heads to console_worker
grant select on checkpoint_keys to console_web
grant delete, insert, select, update on checkpoint_keys to console_worker
grant select on checkpoints to console_web
grant insert, select, update on checkpoints to console_worker
grant delete, insert, select, update on console_memberships to console_web
grant insert on console_outbox to console_web
grant delete, select on console_outbox to console_worker
grant delete, insert, select, update on console_sessions to console_web
grant delete, insert, select, update on console_users to console_web
grant select on dead_letter_searches to console_web
grant delete, select on dead_letter_searches to console_worker
grant select on evidence_gaps to console_web
grant delete, insert, select, update on evidence_gaps to console_worker
grant select on evidence_job_parts to console_web
grant delete, insert, select on evidence_job_parts to console_worker
grant select on evidence_jobs to console_web
grant insert, select, update on evidence_jobs to console_worker
grant select on ledger_events to console_web
grant insert, select on ledger_events to console_worker
grant insert on ledger_events_before_2015 to console_worker
grant insert on ledger_events_from_2100 to console_worker
grant insert on ledger_events_y2025m10 to console_worker
grant insert on ledger_events_y2025m11 to console_worker
grant insert on ledger_events_y2025m12 to console_worker
grant insert on ledger_events_y2026m01 to console_worker
grant insert on ledger_events_y2026m02 to console_worker
grant insert on ledger_events_y2026m03 to console_worker
grant insert on ledger_events_y2026m04 to console_worker
grant insert on ledger_events_y2026m05 to console_worker
grant insert on ledger_events_y2026m06 to console_worker
grant insert on ledger_events_y2026m07 to console_worker
grant insert on ledger_events_y2026m08 to console_worker
grant insert on ledger_events_y2026m09 to console_worker
grant insert on ledger_events_y2026m10 to console_worker
grant insert on ledger_events_y2026m11 to console_worker
grant insert on ledger_events_y2026m12 to console_worker
grant insert on ledger_events_y2027m01 to console_worker
grant insert on ledger_events_y2027m02 to console_worker
grant select on merkle_heads to console_web
grant insert, select, update on merkle_heads to console_worker
grant select on merkle_tiles to console_web
grant insert, select, update on merkle_tiles to console_worker
grant select on outbox_receipts to console_web
grant insert, select on outbox_receipts to console_worker
grant select on rollup_day to console_web
grant delete, insert, select, update on rollup_day to console_worker
grant select on rollup_days to console_web
grant delete, insert, select, update on rollup_days to console_worker
grant select on rollup_hour to console_web
grant insert, select, update on rollup_hour to console_worker
grant select on rollup_minute to console_web
grant insert, select, update on rollup_minute to console_worker
grant delete, insert, select, update on saved_view_marks to console_web
grant delete, insert, select, update on saved_views to console_web
grant select on search_events to console_web
grant insert, select on search_events to console_worker
grant insert on search_events_before_2015 to console_worker
grant insert on search_events_from_2100 to console_worker
grant insert on search_events_y2025m10 to console_worker
grant insert on search_events_y2025m11 to console_worker
grant insert on search_events_y2025m12 to console_worker
grant insert on search_events_y2026m01 to console_worker
grant insert on search_events_y2026m02 to console_worker
grant insert on search_events_y2026m03 to console_worker
grant insert on search_events_y2026m04 to console_worker
grant insert on search_events_y2026m05 to console_worker
grant insert on search_events_y2026m06 to console_worker
grant insert on search_events_y2026m07 to console_worker
grant insert on search_events_y2026m08 to console_worker
grant insert on search_events_y2026m09 to console_worker
grant insert on search_events_y2026m10 to console_worker
grant insert on search_events_y2026m11 to console_worker
grant insert on search_events_y2026m12 to console_worker
grant insert on search_events_y2027m01 to console_worker
grant insert on search_events_y2027m02 to console_worker
grant select on search_names to console_web
grant delete, insert, select, update on search_names to console_worker
grant select on search_terms to console_web
grant insert, select on search_terms to console_worker
grant select on search_word_heads to console_web
grant delete, insert, select, update on search_word_heads to console_worker
grant select on search_words to console_web
grant delete, insert, select, update on search_words to console_worker
grant usage on segment_no_seq to console_worker
grant insert, select on segments to console_worker
grant select on signature_checks to console_web
grant delete, select on signature_checks to console_worker
grant insert, select, update on stream_looks to console_worker
grant select on sweep_heads to console_web
grant insert, select, update on sweep_heads to console_worker
grant select on sweeps to console_web
grant insert, select, update on sweeps to console_worker
grant select on worker_heartbeats to console_web
grant delete, insert, select, update on worker_heartbeats to console_worker
grant select on zones to console_web
grant insert, select on zones to console_worker

grant execute on function audit_month_ensure to console_worker
grant execute on function authority_edges_with to console_web
grant execute on function authority_edges_with to console_worker
grant execute on function authority_sessions_with to console_web
grant execute on function authority_sessions_with to console_worker
grant execute on function authority_word_groups to console_web
grant execute on function authority_word_groups to console_worker
grant execute on function event_segment to console_web
grant execute on function word_groups to console_web
grant execute on function word_groups to console_worker

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { openSql } from '../../db/client';
import { zonesBehind } from '../../db/word-index/heads';
import type { AuditEvent } from '../../lib/events/contract';
import { projectEvent } from '../../lib/events/project';
import { keyOf, TERM_FIELD_NO, type TermField, termOf } from '../../lib/events/terms';
import { WordIndexWriter } from '../../worker/word-index/advance';
import { addedEvents, VERSION, ZONE } from './stories';

const STEP = `trace requests ${VERSION}`;
const PORTION = 2000;

type TermNoOf = (field: TermField, value: string | null) => number | null;
type Values = readonly (readonly [TermField, string])[];

function valuesOf(event: AuditEvent): Values {
	const { eventType, decision, reason, application, resource, policyVersion, host, labels } = projectEvent(event);
	const single = Object.entries({ eventType, decision, reason, application, resource, policyVersion, host }) as [
		TermField,
		string | null,
	][];
	const given = single.flatMap(([field, value]) => (value === null ? [] : [[field, termOf(value)] as const]));
	return [...given, ...labels.map((label) => ['label', termOf(label)] as const)];
}

/** Numbers of the dictionary for all values, new ones added. */
async function termNos(sql: postgres.TransactionSql, zoneNo: number, events: readonly AuditEvent[]): Promise<TermNoOf> {
	const keys = new Map(events.flatMap(valuesOf).map(([field, value]) => [JSON.stringify([TERM_FIELD_NO[field], value]), [field, value]]));
	const asked = JSON.stringify([...keys.values()].map(([field, value]) => ({ field: TERM_FIELD_NO[field as TermField], value })));
	// the ledger's own numbers were given by its build, not by the sequence
	await sql`insert into search_terms (term_no, zone_no, field, value) overriding system value
		select (select greatest(900000, max(term_no)) from search_terms) + row_number() over (), ${zoneNo}::integer, q.field, q.value
		from jsonb_to_recordset(${asked}::text::jsonb) as q(field smallint, value text)
		where not exists (select from search_terms t where t.zone_no = ${zoneNo}::integer and t.field = q.field and t.value = q.value)`;
	const rows = await sql<{ no: number; field: number; value: string }[]>`
		select t.term_no as no, t.field, t.value from search_terms t
		join jsonb_to_recordset(${asked}::text::jsonb) as q(field smallint, value text) on q.field = t.field and q.value = t.value
		where t.zone_no = ${zoneNo}::integer`;
	const known = new Map(rows.map(({ no, field, value }) => [JSON.stringify([field, value]), no]));
	return (field, value) => (value === null ? null : (known.get(JSON.stringify([TERM_FIELD_NO[field], termOf(value)])) ?? null));
}

function rowOf(event: AuditEvent, seq: number, term: TermNoOf) {
	const projection = projectEvent(event);
	const labels = projection.labels.map((label) => term('label', label));
	return {
		...{ seq: String(seq), at: String(event.occurredAt), id: event.id, type: event.eventType, request: event.requestId },
		...{ decision: event.decision, version: event.policySetVersionId, manifest: event.manifestSha, status: event.evaluationStatus },
		...{ policies: event.determiningPoliciesText, diagnostics: event.diagnosticsText, metadata: event.metadataText },
		hash: createHash('sha256').update(event.id).digest('hex'),
		key: event.requestId === '' ? null : keyOf(event.requestId).toString(),
		...{ type_no: term('eventType', projection.eventType), decision_no: term('decision', projection.decision) },
		...{ reason_no: term('reason', projection.reason), application_no: term('application', projection.application) },
		...{ resource_no: term('resource', projection.resource), version_no: term('policyVersion', projection.policyVersion) },
		...{ host_no: term('host', projection.host), latency: projection.latencyMs, labels: labels.length === 0 ? null : labels },
	};
}

const COLUMNS = `seq bigint, at bigint, id text, type text, request text, decision text, version text, manifest text, status text, policies text,
	diagnostics text, metadata text, hash text, key bigint, type_no integer, decision_no integer, reason_no integer, application_no integer,
	resource_no integer, version_no integer, host_no integer, latency integer, labels integer[]`;
const AT = `(timestamptz 'epoch' + (at / 86400000000) * interval '1 day' + (at % 86400000000) * interval '1 microsecond')`;

/** Ledger and projection of one portion; \`$1\` its rows, \`$2\` the zone. */
const INSERT = `
	with r as (select *, ${AT} as occurred_at from jsonb_to_recordset($1::text::jsonb) as r(${COLUMNS})),
	ledger as (
		insert into ledger_events (occurred_at, ingested_at, chain_seq, entry_ms, segment_no, zone_no, entry_seq, segment_index, stream_no, id, event_type,
			request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status, determining_policies_json, diagnostics_json,
			metadata_json, content_sha256, prev_content_sha256, chain_hmac, ingest_signature)
		select occurred_at, occurred_at + interval '40 milliseconds', seq, at / 1000 + 4, 1, $2, 0, 0, 1, id, type, request, decision, '', version, manifest,
			status, policies, diagnostics, metadata, decode(hash, 'hex'), decode(hash, 'hex'), decode(hash, 'hex'), decode(hash, 'hex') from r order by seq
	)
	insert into search_events (occurred_at, chain_seq, request_key, zone_no, event_type_no, decision_no, reason_no, application_no, resource_no,
		policy_version_no, host_no, latency_ms, label_nos)
	select occurred_at, seq, key, $2, type_no, decision_no, reason_no, application_no, resource_no, version_no, host_no, latency, labels from r order by seq`;

/** Rollups of what stands behind \`$2\`. */
const MINUTES = `
	insert into rollup_minute select zone_no, date_trunc('minute', occurred_at), coalesce(decision_no, 0), count(*) from search_events
	where zone_no = $1 and chain_seq > $2 group by 1, 2, 3
	on conflict (zone_no, minute, decision_no) do update set events = rollup_minute.events + excluded.events`;
const HOURS = `
	insert into rollup_hour select s.zone_no, date_trunc('hour', s.occurred_at), t.field, t.term_no, count(*)
	from search_events s join search_terms t on t.term_no = any(array[s.event_type_no, s.decision_no, s.reason_no, s.application_no, s.resource_no,
		s.policy_version_no, s.host_no] || coalesce(s.label_nos, '{}'))
	where s.zone_no = $1 and s.chain_seq > $2 group by 1, 2, 3, 4
	on conflict (zone_no, hour, field, term_no) do update set events = rollup_hour.events + excluded.events`;
/** A day is added up from its hours: those of the new events are no longer right. */
const DAYS = `
	delete from rollup_days where zone_no = $1
		and day in (select (occurred_at at time zone 'UTC')::date from search_events where zone_no = $1 and chain_seq > $2)`;
const CARACAL = `
	insert into caracal.audit_events select e.id, $3, e.event_type, e.request_id, e.decision, e.policy_set_id, e.policy_set_version_id, e.manifest_sha,
		e.evaluation_status, e.determining_policies_json::jsonb, e.diagnostics_json::jsonb, e.metadata_json::jsonb, e.occurred_at, e.ingested_at,
		encode(e.content_sha256, 'hex'), encode(e.prev_content_sha256, 'hex'), encode(e.chain_hmac, 'hex'), e.chain_seq, encode(e.ingest_signature, 'hex')
	from ledger_events e where e.zone_no = $1 and e.chain_seq > $2`;

async function appendAll(sql: postgres.TransactionSql, events: readonly AuditEvent[]): Promise<void> {
	const [head] = await sql<{ zone_no: number; seq: string }[]>`
		select zone_no, chain_seq::text as seq from chain_heads join zones using (zone_no) where zone_id = ${ZONE} for update of chain_heads`;
	if (head === undefined) throw new Error(`the ledger has no zone ${ZONE}`);
	const { zone_no: zoneNo } = head;
	const before = Number(head.seq);
	const term = await termNos(sql, zoneNo, events);
	for (let from = 0; from < events.length; from += PORTION) {
		const rows = events.slice(from, from + PORTION).map((event, i) => rowOf(event, before + from + i + 1, term));
		await sql.unsafe(INSERT, [JSON.stringify(rows), zoneNo]);
	}
	for (const statement of [MINUTES, HOURS, DAYS]) await sql.unsafe(statement, [zoneNo, before]);
	await sql.unsafe(CARACAL, [zoneNo, before, ZONE]);
	await sql`update chain_heads set chain_seq = chain_seq + ${events.length}, event_count = event_count + ${events.length} where zone_no = ${zoneNo}`;
	await sql`insert into bench.progress (step) values (${STEP})`;
}

async function indexWords(url: string): Promise<void> {
	const sql = openSql(url, { role: 'console_worker', connectionsMax: 2, applicationName: 'bench-trace' });
	const words = new WordIndexWriter(sql);
	const pace = { batchEvents: 4096, sliceEvents: 1024, pause: () => sleep(0) };
	for (const zone of await zonesBehind(sql))
		for (let left = true; left; ) left = (await words.advance(zone.zoneNo, zone.ledgerSeq, pace)) > 0;
	await words.close();
	await sql.end();
}

/** Adds the requests to a ledger of the search's benchmark, unless they are there. */
export async function addRequests(url: string, say: (line: string) => void): Promise<void> {
	const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { TimeZone: 'UTC' } });
	try {
		const [done] = await sql`select from bench.progress where step = ${STEP}`;
		if (done === undefined) {
			const events = addedEvents();
			say(`Adding requests with ${events.length.toLocaleString('en')} events ...`);
			await sql.begin((tx) => appendAll(tx, events));
			await indexWords(url);
			await sql`vacuum (analyze) search_events`;
			await sql`analyze`;
			await sql`checkpoint`;
		}
	} finally {
		await sql.end();
	}
}

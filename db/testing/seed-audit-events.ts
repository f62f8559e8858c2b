import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import type { AuditEvent } from '../../lib/events/contract';
import { projectEvent } from '../../lib/events/project';
import { keyOf, TERM_FIELD_NO, type TermField, termOf } from '../../lib/events/terms';
import { eachWordHash, searchText } from '../../lib/query/words';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const GROUP_EVENTS = 16;

/** Where an event was placed. */
export interface SeededEvent {
	readonly event: AuditEvent;
	readonly chainSeq: number;
}

type TermOf = (zoneId: string, field: TermField, value: string | null) => number | null;

function projectionRow(event: AuditEvent, chainSeq: number, zoneNo: number, term: TermOf) {
	const projection = projectEvent(event);
	const labels = [...new Set(projection.labels.map((label) => term(event.zoneId, 'label', label)))];
	return {
		occurred: String(event.occurredAt),
		seq: chainSeq,
		key: event.requestId === '' ? null : keyOf(event.requestId).toString(),
		zone: zoneNo,
		type: term(event.zoneId, 'eventType', projection.eventType),
		decision: term(event.zoneId, 'decision', projection.decision),
		reason: term(event.zoneId, 'reason', projection.reason),
		application: term(event.zoneId, 'application', projection.application),
		resource: term(event.zoneId, 'resource', projection.resource),
		policy_version: term(event.zoneId, 'policyVersion', projection.policyVersion),
		host: term(event.zoneId, 'host', projection.host),
		latency: projection.latencyMs,
		labels: labels.length === 0 ? null : `{${labels.join(',')}}`,
	};
}

function ledgerRow(event: AuditEvent, chainSeq: number, zoneNo: number) {
	return {
		occurred: String(event.occurredAt),
		seq: chainSeq,
		zone: zoneNo,
		id: event.id,
		type: event.eventType,
		request: event.requestId,
		decision: event.decision,
		set: event.policySetId,
		version: event.policySetVersionId,
		manifest: event.manifestSha,
		status: event.evaluationStatus,
		policies: event.determiningPoliciesText,
		diagnostics: event.diagnosticsText,
		metadata: event.metadataText,
		hash: sha256(`${event.zoneId}/${chainSeq}`),
	};
}

/** The groups of the word index over a zone's events, in their order. */
function wordGroups(zoneNo: number, events: readonly SeededEvent[]) {
	const groups = [];
	for (let at = 0; at < events.length; at += GROUP_EVENTS) {
		const group = events.slice(at, at + GROUP_EVENTS);
		const hashes = new Set<number>();
		for (const { event } of group) eachWordHash(searchText(event), (hash) => hashes.add(hash));
		const times = group.map(({ event }) => event.occurredAt).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
		groups.push({
			zone: zoneNo,
			first: group[0]?.chainSeq,
			last: group.at(-1)?.chainSeq,
			first_at: String(times[0]),
			last_at: String(times.at(-1)),
			words: `{${[...hashes].join(',')}}`,
		});
	}
	return groups;
}

/**
 * Places events of any content into the empty tables of a test database as the worker would: ledger, projection, dictionary,
 * rollups, heads, and the word index over the first `indexedShare` of each zone. Bulk, for tests that ask many questions of them.
 * @returns every event with its place in the chain of its zone
 */
export async function seedAuditEvents(owner: postgres.Sql, events: readonly AuditEvent[], indexedShare = 1): Promise<SeededEvent[]> {
	const zoneIds = [...new Set(events.map((event) => event.zoneId))];
	const seeded: SeededEvent[] = [];
	const terms = new Map<string, { no: number; zoneId: string; field: number; value: string }>();
	const term: TermOf = (zoneId, field, value) => {
		if (value === null) return null;
		const kept = termOf(value);
		const key = JSON.stringify([zoneId, field, kept]);
		const known = terms.get(key) ?? { no: terms.size + 1, zoneId, field: TERM_FIELD_NO[field], value: kept };
		terms.set(key, known);
		return known.no;
	};
	const heads = new Map<string, number>();
	const zoneNoOf = (zoneId: string) => zoneIds.indexOf(zoneId) + 1;
	for (const event of events) {
		const chainSeq = (heads.get(event.zoneId) ?? 0) + 1;
		heads.set(event.zoneId, chainSeq);
		seeded.push({ event, chainSeq });
	}
	const projected = seeded.map(({ event, chainSeq }) => projectionRow(event, chainSeq, zoneNoOf(event.zoneId), term));
	const ledger = seeded.map(({ event, chainSeq }) => ledgerRow(event, chainSeq, zoneNoOf(event.zoneId)));
	const groups = zoneIds.flatMap((zoneId) => {
		const own = seeded.filter(({ event }) => event.zoneId === zoneId);
		return wordGroups(zoneNoOf(zoneId), own.slice(0, Math.floor(own.length * indexedShare)));
	});
	const months = new Set(events.map(({ occurredAt }) => `${new Date(Number(occurredAt / 1000n)).toISOString().slice(0, 7)}-01`));
	const instant = (column: string) =>
		`(timestamptz 'epoch' + (${column}::bigint / 86400000000) * interval '1 day' + (${column}::bigint % 86400000000) * interval '1 microsecond')`;
	await owner.begin(async (sql) => {
		const put = (rows: readonly object[], text: string) => sql.unsafe(text, [JSON.stringify(rows)]);
		for (const month of months)
			for (const parent of ['ledger_events', 'search_events', 'segments']) await sql`select audit_month_ensure(${parent}, ${month}::date)`;
		await put(
			zoneIds.map((id) => ({ no: zoneNoOf(id), id })),
			'insert into zones (zone_no, zone_id) overriding system value select no, id from jsonb_to_recordset($1::text::jsonb) as r(no int, id text)',
		);
		await put(
			[...terms.values()].map((each) => ({ ...each, zone: zoneNoOf(each.zoneId) })),
			`insert into search_terms (term_no, zone_no, field, value) overriding system value
				select no, zone, field, value from jsonb_to_recordset($1::text::jsonb) as r(no int, zone int, field smallint, value text)`,
		);
		await put(
			ledger,
			`insert into ledger_events (occurred_at, ingested_at, chain_seq, entry_ms, segment_no, zone_no, entry_seq, segment_index, stream_no, id,
				event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status, determining_policies_json,
				diagnostics_json, metadata_json, content_sha256)
			select ${instant('occurred')}, ${instant('occurred')}, seq, 1, 1, zone, 0, 0, 1, id, type, request, decision, "set", version, manifest, status,
				policies, diagnostics, metadata, decode(hash, 'hex')
			from jsonb_to_recordset($1::text::jsonb) as r(occurred text, seq bigint, zone int, id text, type text, request text, decision text, "set" text,
				version text, manifest text, status text, policies text, diagnostics text, metadata text, hash text)`,
		);
		await put(
			projected,
			`insert into search_events (occurred_at, chain_seq, request_key, zone_no, event_type_no, decision_no, reason_no, application_no, resource_no,
				policy_version_no, host_no, latency_ms, label_nos)
			select ${instant('occurred')}, seq, key::bigint, zone, type, decision, reason, application, resource, policy_version, host, latency, labels::integer[]
			from jsonb_to_recordset($1::text::jsonb) as r(occurred text, seq bigint, key text, zone int, type int, decision int, reason int, application int,
				resource int, policy_version int, host int, latency int, labels text)`,
		);
		await sql`insert into rollup_minute select zone_no, date_trunc('minute', occurred_at), coalesce(decision_no, 0), count(*) from search_events group by 1, 2, 3`;
		await sql`
			insert into rollup_hour select s.zone_no, date_trunc('hour', s.occurred_at), t.field, t.term_no, count(*)
			from search_events s join search_terms t on t.term_no = any(array[s.event_type_no, s.decision_no, s.reason_no, s.application_no, s.resource_no,
				s.policy_version_no, s.host_no] || coalesce(s.label_nos, '{}'))
			group by 1, 2, 3, 4`;
		await sql`insert into chain_heads select zone_no, max(chain_seq), count(*), sha256('') from ledger_events group by 1`;
		await put(
			groups,
			`insert into search_words (zone_no, first_seq, last_seq, first_at, last_at, words)
			select zone, first, last, ${instant('first_at')}, ${instant('last_at')}, words::integer[]
			from jsonb_to_recordset($1::text::jsonb) as r(zone int, first bigint, last bigint, first_at text, last_at text, words text)`,
		);
		await sql`insert into search_word_heads (zone_no, chain_seq) select zone_no, max(last_seq) from search_words group by 1`;
	});
	return seeded;
}

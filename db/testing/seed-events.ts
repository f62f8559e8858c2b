import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import { projectEvent } from '../../lib/events/project';
import { keyOf, TERM_FIELD_NO, type TermField, termOf } from '../../lib/events/terms';
import type { JsonValue } from '../../lib/json';

/** An event to place in a test database; what is left out is as a plain gateway-free exchange would have it. */
export interface SeedEvent {
	readonly zone: string;
	/** Microseconds since the epoch. */
	readonly at: bigint;
	readonly id?: string;
	readonly type?: string;
	readonly decision?: string;
	readonly status?: string;
	readonly requestId?: string;
	readonly metadata?: JsonValue;
	readonly diagnostics?: JsonValue;
	readonly policies?: JsonValue;
	readonly policySetVersionId?: string;
	/** Microseconds between occurred and ingested. */
	readonly ingestedAfter?: bigint;
}

const MICROS_PER_MINUTE = 60_000_000n;
const MICROS_PER_HOUR = 3_600_000_000n;
const sha256 = (text: string) => createHash('sha256').update(text).digest();
const text = (value: JsonValue | undefined) => (value === undefined ? null : JSON.stringify(value));
const instant = (micros: bigint) => `(timestamptz 'epoch' + ${micros} * interval '1 microsecond')`;

/**
 * Places events in ledger, projection, dictionary, rollups and heads by plain SQL, as the owner, in the order given: the place
 * in a zone's chain is the order here. For tests of what reads them; the hashes are well-formed and link, but are not content hashes.
 */
export async function seedEvents(owner: postgres.Sql, events: readonly SeedEvent[]): Promise<void> {
	await owner.begin(async (sql) => {
		for (const event of events) await seedEvent(sql, event);
	});
}

async function seedEvent(sql: postgres.TransactionSql, event: SeedEvent): Promise<void> {
	const month = `${new Date(Number(event.at / 1000n)).toISOString().slice(0, 7)}-01`;
	for (const parent of ['ledger_events', 'search_events', 'segments']) await sql`select audit_month_ensure(${parent}, ${month}::date)`;
	await sql`insert into zones (zone_id) values (${event.zone}) on conflict do nothing`;
	const [zone] = await sql<{ zone_no: number }[]>`select zone_no from zones where zone_id = ${event.zone}`;
	const zoneNo = zone?.zone_no ?? 0;
	const [head] = await sql<{ seq: string; hash: Buffer }[]>`
		select chain_seq::text as seq, content_sha256 as hash from chain_heads where zone_no = ${zoneNo} for update`;
	const seq = Number(head?.seq ?? '0') + 1;
	const eventType = event.type ?? 'token_exchange';
	const decision = event.decision ?? '';
	const requestId = event.requestId ?? '';
	const id = event.id ?? `${event.zone}-${seq}`;
	const content = sha256(`${event.zone}/${seq}`);
	const ingestedAt = event.at + (event.ingestedAfter ?? 40_000n);
	const projection = projectEvent({
		id,
		zoneId: event.zone,
		eventType,
		requestId,
		decision,
		policySetId: '',
		policySetVersionId: event.policySetVersionId ?? '',
		manifestSha: '',
		evaluationStatus: event.status ?? 'complete',
		determiningPoliciesText: text(event.policies),
		diagnosticsText: text(event.diagnostics),
		metadataText: text(event.metadata),
		occurredAt: event.at,
	});
	const term = async (field: TermField, value: string | null): Promise<number | null> => {
		if (value === null) return null;
		const key = [zoneNo, TERM_FIELD_NO[field], termOf(value)] as const;
		await sql`insert into search_terms (zone_no, field, value) values (${key[0]}, ${key[1]}, ${key[2]}) on conflict do nothing`;
		const [row] = await sql<{ term_no: number }[]>`
			select term_no from search_terms where zone_no = ${key[0]} and field = ${key[1]} and value = ${key[2]}`;
		return row?.term_no ?? null;
	};
	const numbers = {
		eventType: await term('eventType', projection.eventType),
		decision: await term('decision', projection.decision),
		reason: await term('reason', projection.reason),
		application: await term('application', projection.application),
		resource: await term('resource', projection.resource),
		policyVersion: await term('policyVersion', projection.policyVersion),
		host: await term('host', projection.host),
	};
	const labels: number[] = [];
	for (const label of projection.labels) {
		const no = await term('label', label);
		if (no !== null && !labels.includes(no)) labels.push(no);
	}
	const decisionNo = numbers.decision;
	await sql`
		insert into ledger_events (occurred_at, ingested_at, chain_seq, entry_ms, segment_no, zone_no, entry_seq, segment_index, stream_no,
			id, event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status,
			determining_policies_json, diagnostics_json, metadata_json, content_sha256, prev_content_sha256, chain_hmac, ingest_signature)
		values (${sql.unsafe(instant(event.at))}, ${sql.unsafe(instant(ingestedAt))}, ${seq}, ${String(event.at / 1000n + 4n)}, 1, ${zoneNo}, 0, 0, 1,
			${id}, ${eventType}, ${requestId}, ${decision}, '', ${event.policySetVersionId ?? ''}, '', ${event.status ?? 'complete'},
			${text(event.policies)}::text::jsonb::text, ${text(event.diagnostics)}::text::jsonb::text, ${text(event.metadata)}::text::jsonb::text,
			${content}, ${head?.hash ?? null}, ${sha256(`hmac ${event.zone}/${seq}`)}, ${sha256(`sig ${event.zone}/${seq}`)})`;
	await sql`
		insert into search_events (occurred_at, chain_seq, request_key, zone_no, event_type_no, decision_no, reason_no, application_no,
			resource_no, policy_version_no, host_no, latency_ms, label_nos)
		values (${sql.unsafe(instant(event.at))}, ${seq}, ${requestId === '' ? null : keyOf(requestId).toString()}, ${zoneNo},
			${numbers.eventType}, ${numbers.decision}, ${numbers.reason}, ${numbers.application}, ${numbers.resource}, ${numbers.policyVersion},
			${numbers.host}, ${projection.latencyMs}, ${labels.length === 0 ? null : `{${labels.join(',')}}`}::text::integer[])`;
	for (const [field, no] of [...Object.entries(numbers), ...labels.map((label) => ['label', label] as const)]) {
		if (no === null) continue;
		await sql`
			insert into rollup_hour (zone_no, hour, field, term_no, events)
			values (${zoneNo}, ${sql.unsafe(instant(event.at - (event.at % MICROS_PER_HOUR)))}, ${TERM_FIELD_NO[field as TermField]}, ${no}, 1)
			on conflict (zone_no, hour, field, term_no) do update set events = rollup_hour.events + 1`;
	}
	await sql`
		insert into rollup_minute (zone_no, minute, decision_no, events)
		values (${zoneNo}, ${sql.unsafe(instant(event.at - (event.at % MICROS_PER_MINUTE)))}, ${decisionNo ?? 0}, 1)
		on conflict (zone_no, minute, decision_no) do update set events = rollup_minute.events + 1`;
	await sql`
		insert into chain_heads (zone_no, chain_seq, event_count, content_sha256) values (${zoneNo}, ${seq}, ${seq}, ${content})
		on conflict (zone_no) do update set chain_seq = excluded.chain_seq, event_count = excluded.event_count,
			content_sha256 = excluded.content_sha256, updated_at = now()`;
}

import postgres from 'postgres';
import { chainHmac, contentSha256 } from '../../lib/chain';
import type { AuditEvent } from '../../lib/events/contract';

/** Events measured with so many rows present. */
const MEASURED_EMPTY = 2_000;
const MEASURED_FULL = 500;
const ROWS_PRESENT = 50_000;

/** Caracal's table, months and indexes (wire reference 3.1), in text. */
const SCHEMA = `
	drop schema if exists pattern cascade;
	create schema pattern;
	create table pattern.audit_events (
		id text not null, zone_id text not null, event_type text not null, request_id text, decision text, policy_set_id text,
		policy_set_version_id text, manifest_sha text, evaluation_status text, determining_policies_json jsonb, diagnostics_json jsonb,
		metadata_json jsonb, occurred_at timestamptz not null, ingested_at timestamptz not null default now(), content_sha256 text,
		prev_content_sha256 text, chain_hmac text, chain_seq bigint, ingest_signature text, primary key (id, occurred_at)
	) partition by range (occurred_at);
	do $$
	begin
		for m in 0..3 loop
			execute format('create table pattern.audit_events_%s partition of pattern.audit_events for values from (%L) to (%L)', m,
				date_trunc('month', now()) + make_interval(months => m), date_trunc('month', now()) + make_interval(months => m + 1));
		end loop;
	end $$;
	create table pattern.audit_events_default partition of pattern.audit_events default;
	create index on pattern.audit_events (zone_id, occurred_at desc);
	create index on pattern.audit_events (zone_id, chain_seq desc);
	create index on pattern.audit_events (request_id) where request_id is not null;
	create index on pattern.audit_events ((metadata_json->>'agent_session_id')) where metadata_json ? 'agent_session_id';
	create index on pattern.audit_events ((metadata_json->>'session_id')) where metadata_json ? 'session_id';
	create index on pattern.audit_events using gin ((metadata_json->'agent_labels'));`;

type Row = Record<string, string | null>;

const COLUMNS = `id, zone_id, event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status,
	determining_policies_json::text as det, diagnostics_json::text as diag, metadata_json::text as meta, occurred_at::text as occurred_at, (extract(epoch from occurred_at) * 1000000)::bigint::text as micros, ingest_signature`;

const KEY = Buffer.alloc(32, 1);

function eventOf(row: Row, json: Row | undefined): AuditEvent {
	const text = (name: string) => row[name] ?? '';
	return {
		id: text('id'),
		zoneId: text('zone_id'),
		eventType: text('event_type'),
		requestId: text('request_id'),
		decision: text('decision'),
		policySetId: text('policy_set_id'),
		policySetVersionId: text('policy_set_version_id'),
		manifestSha: text('manifest_sha'),
		evaluationStatus: text('evaluation_status'),
		determiningPoliciesText: json?.det ?? null,
		diagnosticsText: json?.diag ?? null,
		metadataText: json?.meta ?? null,
		occurredAt: BigInt(row.micros ?? '0'),
	};
}

/** One event as Caracal's Audit service appends it (wire reference 3.5): lock, jsonb round trip, head by sort, hash, insert. */
async function append(sql: postgres.Sql, row: Row): Promise<void> {
	await sql.begin(async (tx) => {
		await tx`select pg_advisory_xact_lock(hashtext(${row.zone_id ?? ''}))`;
		const [json] = await tx<Row[]>`
			select ${row.det ?? null}::text::jsonb::text as det, ${row.diag ?? null}::text::jsonb::text as diag, ${row.meta ?? null}::text::jsonb::text as meta`;
		const [head] = await tx<{ content_sha256: string; chain_seq: string }[]>`
			select content_sha256, chain_seq from pattern.audit_events where zone_id = ${row.zone_id ?? ''} order by chain_seq desc nulls last limit 1`;
		const content = contentSha256(eventOf(row, json)).toString('hex');
		const hmac = chainHmac(KEY, content, head?.content_sha256 ?? '').toString('hex');
		await tx`
			insert into pattern.audit_events (id, zone_id, event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha,
				evaluation_status, determining_policies_json, diagnostics_json, metadata_json, occurred_at, content_sha256, prev_content_sha256,
				chain_hmac, chain_seq, ingest_signature)
			values (${row.id ?? ''}, ${row.zone_id ?? ''}, ${row.event_type ?? ''}, ${row.request_id ?? null}, ${row.decision ?? null}, ${row.policy_set_id ?? null},
				${row.policy_set_version_id ?? null}, ${row.manifest_sha ?? null}, ${row.evaluation_status ?? null}, ${json?.det ?? null}::text::jsonb,
				${json?.diag ?? null}::text::jsonb, ${json?.meta ?? null}::text::jsonb, ${row.occurred_at ?? ''}::text::timestamptz, ${content},
				${head?.content_sha256 ?? null}, ${hmac}, ${Number(head?.chain_seq ?? 0) + 1}, ${row.ingest_signature ?? null})
			on conflict (id, occurred_at) do nothing`;
	});
}

async function rate(sql: postgres.Sql, rows: readonly Row[]): Promise<number> {
	const startedMs = performance.now();
	for (const row of rows) await append(sql, row);
	return rows.length / ((performance.now() - startedMs) / 1000);
}

export interface PatternRates {
	readonly empty: number;
	/** With 50,000 rows present. */
	readonly full: number;
}

/** Appends events that a worker has written once more, one transaction each as Caracal does, into a table like Caracal's. */
export async function oneByOnePattern(databaseUrl: string): Promise<PatternRates> {
	const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
	try {
		await sql.unsafe(SCHEMA);
		const present = `select * from audit_events order by ingested_at, chain_seq limit ${ROWS_PRESENT}`;
		const rows = (every: number, rowsMax: number): Promise<Row[]> =>
			sql.unsafe(`select ${COLUMNS} from (select *, row_number() over (order by ingested_at, chain_seq) as place from (${present}) present) placed
				where place % ${every} = 0 order by place limit ${rowsMax}`);
		const empty = await rate(sql, await rows(1, MEASURED_EMPTY));
		await sql`truncate pattern.audit_events`;
		await sql.unsafe(`
			insert into pattern.audit_events select id || '-present', zone_id, event_type, request_id, decision, policy_set_id, policy_set_version_id,
				manifest_sha, evaluation_status, determining_policies_json, diagnostics_json, metadata_json, occurred_at, ingested_at, content_sha256,
				prev_content_sha256, chain_hmac, chain_seq, ingest_signature
			from (${present}) present`);
		await sql`vacuum analyze pattern.audit_events`;
		// drawn evenly from what is present, so that every zone has its share
		return { empty, full: await rate(sql, await rows(ROWS_PRESENT / MEASURED_FULL, MEASURED_FULL)) };
	} finally {
		await sql.end();
	}
}

import type postgres from 'postgres';
import { FROM_MICROS, TO_MICROS, ZONES } from './world';

/** What Caracal's Admin API can be asked for; of one zone at a time, so a question about four zones is asked four times. */
export interface CaracalQuestion {
	readonly decision?: string;
	readonly eventType?: string;
	readonly requestId?: string;
	readonly applicationId?: string;
	readonly label?: string;
	readonly days?: number;
}

const ROWS = 50;
const COLUMNS = `id, zone_id, event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status,
	determining_policies_json, diagnostics_json, metadata_json, occurred_at, ingested_at`;
const instant = (micros: bigint) => new Date(Number(micros / 1000n)).toISOString();

function conditions(question: CaracalQuestion): { text: string; values: string[] } {
	const from = question.days === undefined ? FROM_MICROS : TO_MICROS - BigInt(question.days) * 86_400_000_000n;
	const values = ['', instant(from), instant(TO_MICROS)];
	const parts = ['zone_id = $1', 'occurred_at >= $2::text::timestamptz', 'occurred_at < $3::text::timestamptz'];
	const add = (value: string | undefined, condition: (parameter: string) => string) => {
		if (value === undefined) return;
		values.push(value);
		parts.push(condition(`$${values.length}`));
	};
	add(question.decision, (p) => `decision = ${p}`);
	add(question.eventType, (p) => `event_type = ${p}`);
	add(question.requestId, (p) => `request_id = ${p}`);
	add(question.applicationId, (p) => `metadata_json ->> 'application_id' = ${p}`);
	add(question.label, (p) => `metadata_json -> 'agent_labels' @> jsonb_build_array(${p}::text)`);
	return { text: parts.join(' and '), values };
}

/** The first page of each zone, as `GET /v1/zones/{zone}/audit` reads it: newest first, by time and id. */
export async function caracalPage(sql: postgres.Sql, question: CaracalQuestion): Promise<void> {
	const { text, values } = conditions(question);
	for (const zone of ZONES) {
		values[0] = zone;
		await sql.unsafe(`select ${COLUMNS} from caracal.audit_events where ${text} order by occurred_at desc, id desc limit ${ROWS}`, values);
	}
}

/** The page behind `rows` rows of the first zone, by its cursor. */
export async function caracalPageBehind(sql: postgres.Sql, rows: number): Promise<() => Promise<void>> {
	const window = [ZONES[0], instant(FROM_MICROS), instant(TO_MICROS)];
	const where = 'zone_id = $1 and occurred_at >= $2::text::timestamptz and occurred_at < $3::text::timestamptz';
	const [at] = await sql.unsafe<{ at: string; id: string }[]>(
		`select occurred_at::text as at, id from caracal.audit_events where ${where} order by occurred_at desc, id desc offset ${rows} limit 1`,
		window,
	);
	return async () => {
		await sql.unsafe(
			`select ${COLUMNS} from caracal.audit_events where ${where} and (occurred_at, id) < ($4::text::timestamptz, $5) order by occurred_at desc, id desc limit ${ROWS}`,
			[...window, at?.at ?? '', at?.id ?? ''],
		);
	};
}

const FACETS = [
	'decision',
	'event_type',
	"metadata_json ->> 'application_id'",
	"metadata_json ->> 'resource'",
	"diagnostics_json -> 0 ->> 'reason'",
	'policy_set_version_id',
	"metadata_json ->> 'upstream_host'",
];

/** It has no histogram and no facets: the same answer by SQL over its table, all zones at once. */
export async function caracalPanels(sql: postgres.Sql, question: CaracalQuestion): Promise<void> {
	const { text, values } = conditions(question);
	const where = text.replace('zone_id = $1', '$1 = $1');
	await sql.unsafe(
		`select date_bin('12 hours', occurred_at, 'epoch') as bar, decision, count(*) from caracal.audit_events where ${where} group by 1, 2`,
		values,
	);
	for (const facet of FACETS)
		await sql.unsafe(
			`select ${facet} as value, count(*) from caracal.audit_events where ${where} group by 1 order by 2 desc limit 10`,
			values,
		);
}

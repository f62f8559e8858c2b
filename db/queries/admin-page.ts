import { type SQL, sql } from 'drizzle-orm';
import { TERM_FIELD_NO } from '../../lib/events/terms';
import { epochMicros, instantOfMicros } from '../epoch';
import type { AuditPlace } from './audit-page';
import { allOf, windowConditions } from './event-filter';
import { type Reader, rowsOf, texts } from './reader';

/** An administrative event: who did what to what, as far as it tells. */
export interface AdminRow {
	readonly seq: number;
	readonly id: string;
	readonly requestId: string;
	readonly actorId: string | null;
	readonly actorName: string | null;
	readonly action: string;
	readonly entityType: string | null;
	readonly entityId: string | null;
	readonly metadataText: string | null;
	readonly occurredAt: bigint;
	readonly signed: boolean;
}

export interface AdminFilter {
	readonly zoneNo: number;
	readonly from: bigint | null;
	readonly to: bigint | null;
	readonly actorId: string | null;
	readonly entityType: string | null;
	readonly entityId: string | null;
}

/** Event types that tell of a change somebody made. */
export const ADMIN_TYPES = [
	...['control.invoke', 'credential_revealed', 'policy_activate', 'step_up_decided'],
	...['console.token_created', 'console.token_revoked', 'console.user_created', 'console.user_changed', 'console.role_changed'],
	...['console.session_revoked', 'console.dead_letter_replayed'],
	...['console.verification_started', 'console.verification_cancelled', 'console.finding_resolved'],
] as const;

/** A page ends early above this many bytes of metadata, after one row at least. */
const PAGE_BYTES_MAX = 8 * 1024 * 1024;

/** The first of these members of the metadata `m` that is a non-empty text, as SQL. */
function member(...keys: readonly string[]): string {
	return `coalesce(${keys.map((key) => `nullif(m ->> '${key}', '')`).join(', ')})`;
}

/** What each type tells, under Caracal's names (wire reference 2.4, 2.7, 2.8, 4.1). Constants only: nothing of a request is in it. */
const TOLD: SQL = sql.raw(`
	case when event_type = 'control.invoke' then ${member('client_id', 'subject')}
		when event_type = 'credential_revealed' then ${member('actor')}
		when event_type = 'step_up_decided' then ${member('approver_subject_id', 'approver_session_id')}
		when event_type like 'console.%' then concat_ws(':', ${member('actor_kind')}, ${member('actor_id')}) end as actor_id,
	case when event_type like 'console.%' then ${member('actor_name')} end as actor_name,
	case when event_type = 'control.invoke' then coalesce(nullif(concat_ws('.', ${member('command')}, ${member('subcommand')}), ''), event_type)
		when event_type = 'step_up_decided' then 'approval.' || decision
		else event_type end as action,
	case when event_type = 'control.invoke' then ${member('command')}
		when event_type = 'credential_revealed' then case when ${member('application_id')} is null then 'workload' else 'application' end
		when event_type = 'policy_activate' then 'policy_set'
		when event_type = 'step_up_decided' then 'approval'
		when event_type in ('console.token_created', 'console.token_revoked') then 'token'
		when event_type in ('console.user_created', 'console.user_changed', 'console.role_changed', 'console.session_revoked') then 'account'
		when event_type like 'console.verification%' then 'sweep'
		when event_type = 'console.finding_resolved' then 'finding'
		when event_type = 'console.dead_letter_replayed' then 'dead_letter' end as entity_type,
	case when event_type = 'credential_revealed' then ${member('application_id', 'workload_id')}
		when event_type = 'policy_activate' then coalesce(nullif(policy_set_id, ''), ${member('policy_set_id')})
		when event_type = 'step_up_decided' then ${member('challenge_id')}
		when event_type in ('console.token_created', 'console.token_revoked') then ${member('token_id')}
		when event_type in ('console.user_created', 'console.user_changed', 'console.role_changed', 'console.session_revoked') then ${member('account_id')}
		when event_type like 'console.verification%' then ${member('sweep_no')}
		when event_type = 'console.finding_resolved' then ${member('finding_no')}
		when event_type = 'console.dead_letter_replayed' then ${member('letter_id')} end as entity_id`);

interface RawRow extends Record<string, unknown> {
	found: number;
	seq: string;
	id: string;
	request_id: string;
	actor_id: string | null;
	actor_name: string | null;
	action: string;
	entity_type: string | null;
	entity_id: string | null;
	metadata: string | null;
	occurred_at: string;
	signed: boolean;
}

/**
 * One page of a zone's administrative events, newest first. The projection finds the types; what they tell is read from the
 * metadata, so who and what are looked for among those only.
 */
export async function adminPage(
	reader: Reader,
	filter: AdminFilter,
	after: AuditPlace | null,
	rowsMax: number,
): Promise<{ readonly rows: readonly AdminRow[]; readonly more: boolean }> {
	const types = sql`select term_no from search_terms where zone_no = ${filter.zoneNo}::integer and field = ${TERM_FIELD_NO.eventType}::smallint
		and value = any(${texts(ADMIN_TYPES)})`;
	const places = [
		sql`s.zone_no = ${filter.zoneNo}::integer`,
		sql`s.event_type_no = any(array(${types}))`,
		sql`exists (${types})`,
		...windowConditions(filter),
	];
	if (after !== null) {
		const at = instantOfMicros(after.at);
		places.push(sql`s.occurred_at <= ${at}`, sql`(s.occurred_at, s.chain_seq) < (${at}, ${after.seq}::bigint)`);
	}
	const asked: SQL[] = [];
	if (filter.actorId !== null) asked.push(sql`actor_id = ${filter.actorId}`);
	if (filter.entityType !== null) asked.push(sql`entity_type = ${filter.entityType}`);
	if (filter.entityId !== null) asked.push(sql`entity_id = ${filter.entityId}`);
	const rows = await rowsOf<RawRow>(
		reader,
		sql`with kept as materialized (
				select f.*, count(*) over () as found, sum(f.bytes) over (order by f.occurred_at desc, f.chain_seq desc) - f.bytes as before
				from (
					select * from (
						select e.zone_no, e.chain_seq, s.occurred_at, coalesce(octet_length(e.metadata_json), 0) as bytes, ${TOLD}
						from search_events s
						cross join lateral (
							select e.*, e.metadata_json::jsonb as m from ledger_events e
							where e.zone_no = s.zone_no and e.chain_seq = s.chain_seq and e.occurred_at = s.occurred_at offset 0
						) e
						where ${allOf(places)}
					) told
					where ${allOf(asked)} order by occurred_at desc, chain_seq desc limit ${rowsMax + 1}
				) f
			)
			select k.found::integer as found, e.chain_seq::text as seq, e.id, e.request_id, k.actor_id, k.actor_name, k.action, k.entity_type, k.entity_id,
				e.metadata_json as metadata, ${epochMicros(sql`e.occurred_at`)} as occurred_at, e.ingest_signature is not null as signed
			from kept k join ledger_events e on e.zone_no = k.zone_no and e.chain_seq = k.chain_seq and e.occurred_at = k.occurred_at
			where k.before < ${PAGE_BYTES_MAX}::bigint
			order by e.occurred_at desc, e.chain_seq desc limit ${rowsMax}`,
	);
	return { rows: rows.map(adminRow), more: (rows[0]?.found ?? 0) > rows.length };
}

function adminRow(row: RawRow): AdminRow {
	return {
		seq: Number(row.seq),
		id: row.id,
		requestId: row.request_id,
		actorId: row.actor_id === '' ? null : row.actor_id,
		actorName: row.actor_name,
		action: row.action,
		entityType: row.entity_type,
		entityId: row.entity_id,
		metadataText: row.metadata,
		occurredAt: BigInt(row.occurred_at),
		signed: row.signed,
	};
}

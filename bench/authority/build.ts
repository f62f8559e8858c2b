import postgres from 'postgres';
import { seedAuditEvents } from '../../db/testing/seed-audit-events';
import type { AuditEvent } from '../../lib/events/contract';

export const ZONE = 'zn_bench';
/** Trees of 111 sessions in three levels whose delegations hold. */
export const TREES = 910;
const MEMBERS = 110;
const PAST_PER_EDGE = 10;
/** Delegations of the revoked one's cascade. */
export const FALLEN = 1_000;
export const REVOCATION_SEQ = 1;
const EXCHANGES_BEFORE = 4_000;
const EXCHANGES_AFTER = 20;
const LATEST = 1_795_262_400_000_000n;
const MICROS_PER_HOUR = 3_600_000_000;

/** An instant in SQL: hours before LATEST. */
const ago = (hours: string) => `(${LATEST} - (${hours}) * ${MICROS_PER_HOUR}::bigint)`;
export const sessionId = (tree: number, member: number) => `ses_${String(tree).padStart(6, '0')}_${String(member).padStart(3, '0')}`;
export const edgeId = (tree: number, member: number) => `edge_${String(tree).padStart(6, '0')}_${String(member).padStart(3, '0')}`;

/** Member 0 delegates to 1 to 10, each of those to ten more. */
const PARENT = `(case when m <= 10 then 0 else (m - 1) / 10 end)`;
const id = (kind: string, tree: string, member: string) =>
	`format('${kind}_%s_%s', lpad((${tree})::text, 6, '0'), lpad((${member})::text, 3, '0'))`;

function sessionFacts(app: string, from: string): string {
	return `format('[["%s",0,%s,1],0,%s,0,0,0,0,["[\\"batch\\",\\"team %s\\"]",0,%s,1],[%s,1],[%s,1],%s,0,[],["resource://r%s",%s],%s,0]',
		${app}, ${from}, case when m = 0 then '0' else format('["%s",0,%s,1]', ${id('ses', 't', PARENT)}, ${from}) end, t % 50, ${from}, ${from}, ${from},
		${ago('1')}, t % 200, ${ago('1')}, ${ago('1')})`;
}

function edgeFacts(source: string, target: string, from: string, end: string, last = from): string {
	return `format('[["%s",0,%s,1],["%s",0,%s,1],0,[%s,1],[%s,1],%s,%s,0,0,["ledger:read","ledger:write"],[],[],0,0,["resource://r%s",%s],1,[5,0,%s,1],%s,0]',
		${source}, ${from}, ${target}, ${from}, ${from}, ${from}, ${last}, ${end}, t % 200, ${from}, ${from}, ${from})`;
}

/** Generates the zone's rows. @returns what was made, in one line */
export async function buildGraph(url: string): Promise<string> {
	const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { TimeZone: 'UTC' } });
	try {
		await seedAuditEvents(sql, exchanges());
		const [zone] = await sql<{ zone_no: number }[]>`select zone_no from zones where zone_id = ${ZONE}`;
		const no = String(zone?.zone_no ?? 0);
		const over = String(Number.MAX_SAFE_INTEGER);
		await sql.unsafe(`insert into authority_sessions (zone_no, id, parent, app, from_at, over_at, keys, facts)
			select ${no}, ${id('ses', 't', 'm')}, case when m > 0 then ${id('ses', 't', PARENT)} end, 'app_' || (t + m) % 40, ${ago('t % 600 + 40')}, ${over},
				array['l:batch', 'l:team ' || t % 50, 'r:resource://r' || t % 200], ${sessionFacts("'app_' || (t + m) % 40", ago('t % 600 + 40'))}
			from generate_series(0, ${TREES - 1}) t, generate_series(0, ${MEMBERS}) m`);
		await sql.unsafe(`insert into authority_edges (zone_no, id, source, target, from_at, over_at, keys, facts)
			select ${no}, ${id('edge', 't', 'm')}, ${id('ses', 't', PARENT)}, ${id('ses', 't', 'm')}, ${ago('t % 600 + 2')}, ${over},
				array['r:resource://r' || t % 200], ${edgeFacts(id('ses', 't', PARENT), id('ses', 't', 'm'), ago('t % 600 + 2'), "'0'")}
			from generate_series(0, ${TREES - 1}) t, generate_series(1, ${MEMBERS}) m`);
		// what each delegation replaced: ten before it, an hour each, some of them from sessions of the next tree
		const [source, target] = [id('ses', `(t + p % 3) % ${TREES}`, PARENT), id('ses', 't', 'm')];
		const [from, end] = [ago('t % 600 + 3 + p'), ago('t % 600 + 2 + p')];
		await sql.unsafe(`insert into authority_edges (zone_no, id, source, target, from_at, over_at, keys, facts)
			select ${no}, ${id('edge', 't', 'm')} || '_' || p, ${source}, ${target}, ${from}, ${end}, array['r:resource://r' || t % 200],
				${edgeFacts(source, target, from, `format('[%s,2,"revoked","requested",5,null,%s]', ${end}, ${end})`)}
			from generate_series(0, ${TREES - 1}) t, generate_series(1, ${MEMBERS}) m, generate_series(1, ${PAST_PER_EDGE}) p`);
		await addRevocation(sql, no);
		await sql.unsafe('vacuum analyze authority_sessions, authority_edges, authority_revocations, ledger_events, search_events');
		const [size] = await sql<{ edges: number; bytes: string }[]>`
			select (select count(*)::int from authority_edges) as edges, (pg_total_relation_size('authority_edges') + pg_total_relation_size('authority_sessions'))::text as bytes`;
		return `${size?.edges.toLocaleString('en')} delegations, ${Math.round(Number(size?.bytes) / 1_048_576)} MiB`;
	} finally {
		await sql.end();
	}
}

/** One delegation to a session that delegated to 999 others, revoked a minute before LATEST. */
async function addRevocation(sql: postgres.Sql, no: string): Promise<void> {
	const at = String(LATEST - 60_000_000n);
	const from = ago('3');
	await sql.unsafe(`insert into authority_sessions (zone_no, id, app, from_at, over_at, keys, facts)
		select ${no}, 'ses_hub_' || m, 'app_hub', ${from}, ${at}, '{}',
			format('[["app_hub",0,%s,1],0,0,0,0,0,0,0,[%s,1],[%s,1],%s,[%s,2,"delegation_revoked"],[],[],null,0]', ${from}, ${from}, ${from}, ${String(LATEST)}, ${at})
		from generate_series(0, ${FALLEN}) m`);
	await sql.unsafe(`insert into authority_edges (zone_no, id, source, target, from_at, over_at, keys, facts)
		select ${no}, 'edge_hub_' || m, case when m = 0 then 'ses_000000_000' else 'ses_hub_0' end, 'ses_hub_' || m, ${from}, ${at}, '{}',
			${edgeFacts("(case when m = 0 then 'ses_000000_000' else 'ses_hub_0' end)", "('ses_hub_' || m)", from, `format('[%s,1,"revoked","",6,${FALLEN},%s]', ${at}, ${at})`, String(LATEST))}
		from (select m, 0 as t from generate_series(0, ${FALLEN - 1}) m) s`);
	await sql`insert into authority_revocations (zone_no, seq, kind, decided_at, id, facts)
		values (${no}::int, ${REVOCATION_SEQ}, 'delegation', ${at}::bigint, 'edge_hub_0', ${JSON.stringify(['', '', Number(at), '', 6, FALLEN, []])})`;
}

/** Exchanges under the cascade: before it, and some that should not be. */
function exchanges(): AuditEvent[] {
	return Array.from({ length: EXCHANGES_BEFORE + EXCHANGES_AFTER }, (_, i): AuditEvent => {
		const member = (i % (FALLEN - 1)) + 1;
		const isLate = i >= EXCHANGES_BEFORE;
		const metadata = {
			...{ application_id: 'app_hub', agent_session_id: `ses_hub_${member}`, resource: 'resource://r1', session_id: `rec_${member}` },
			...{ delegation_edge_id: `edge_hub_${member}`, requested_scopes: ['ledger:read'] },
			delegation_chain: [
				{ application_id: 'app_0', agent_session_id: 'ses_000000_000', delegation_edge_id: 'edge_hub_0' },
				{ application_id: 'app_hub', agent_session_id: 'ses_hub_0', delegation_edge_id: `edge_hub_${member}` },
				{ application_id: 'app_hub', agent_session_id: `ses_hub_${member}`, delegation_edge_id: '' },
			],
		};
		return {
			...{ id: `use-${i}`, zoneId: ZONE, eventType: 'token_exchange', requestId: `req-${i}`, decision: 'allow', policySetId: '' },
			...{ policySetVersionId: 'psv', manifestSha: '', evaluationStatus: 'complete', determiningPoliciesText: '[]', diagnosticsText: '[]' },
			metadataText: JSON.stringify(metadata),
			occurredAt: isLate ? LATEST - 30_000_000n + BigInt(i) : LATEST - 3_000_000_000n + BigInt(i) * 500_000n,
		};
	});
}

import { type Finding, findingDetail } from '../../lib/evidence/finding';
import { textArrayText } from '../ledger/arrays';
import type { Statements } from '../one-connection';

/** The number as an element of an array's text. */
const orNull = (value: number | null) => (value === null ? 'NULL' : String(value));
/** A text or NULL as an element of an array's text. */
const textOrNull = (value: string | null) => (value === null ? 'NULL' : textArrayText([value]).slice(1, -1));

/**
 * Writes down findings of a zone; what is known already is only seen once more.
 * @param sweepNo null for what no sweep of a zone can find
 * @returns how many are new
 */
export async function recordFindings(
	pg: Statements,
	sweepNo: string | null,
	zoneId: string,
	findings: readonly Finding[],
): Promise<number> {
	if (findings.length === 0) return 0;
	const list = (values: readonly string[]) => `{${values.join(',')}}`;
	const details = textArrayText(findings.map(findingDetail));
	const kinds = textArrayText(findings.map(({ kind }) => kind));
	const events = textArrayText(findings.map(({ eventId }) => eventId));
	const added = await pg`
		insert into audit_ingest_alerts (event_id, zone_id, kind, detail, chain_seq, last_seq, expected, found)
		select e, ${zoneId}, k, d, s, l, x, f
		from unnest(${events}::text[], ${kinds}::text[], ${details}::text[], ${list(findings.map(({ seq }) => orNull(seq)))}::bigint[],
			${list(findings.map(({ lastSeq }) => orNull(lastSeq)))}::bigint[], ${list(findings.map(({ expected }) => textOrNull(expected)))}::text[],
			${list(findings.map(({ found }) => textOrNull(found)))}::text[]) as n(e, k, d, s, l, x, f)
		on conflict do nothing`;
	await pg`
		insert into alert_sightings (alert_id, first_sweep_no, last_sweep_no)
		select distinct a.id, ${sweepNo}::bigint, ${sweepNo}::bigint
		from unnest(${events}::text[], ${kinds}::text[], ${details}::text[]) as n(e, k, d)
		join audit_ingest_alerts a on a.kind = k and md5(a.zone_id) = md5(${zoneId}) and md5(a.event_id) = md5(e) and md5(coalesce(a.detail, '')) = md5(d)
		on conflict (alert_id) do update set sightings = alert_sightings.sightings + 1, seen_at = now(), last_sweep_no = excluded.last_sweep_no
			where alert_sightings.last_sweep_no is distinct from excluded.last_sweep_no`;
	return added.count;
}

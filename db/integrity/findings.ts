import { type Finding, findingDetail } from '../../lib/evidence/finding';
import { textArrayText } from '../ledger/arrays';
import type { Statements } from '../one-connection';

/** The number as an element of an array's text. */
const orNull = (value: number | null) => (value === null ? 'NULL' : String(value));
/** A text or NULL as an element of an array's text. */
const textOrNull = (value: string | null) => (value === null ? 'NULL' : textArrayText([value]).slice(1, -1));

/**
 * Writes down findings of a zone; what is known already is only seen once more, and is open again if it was resolved.
 * One sweep sees a finding once, and so does an hour of what no sweep of a zone can find.
 * @param sweepNo null for that
 * @returns how many are new, or open again
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
	const known = await pg<{ id: string; is_open: boolean }[]>`
		select distinct a.id, alert_is_open(a.id) as is_open
		from unnest(${events}::text[], ${kinds}::text[], ${details}::text[]) as n(e, k, d)
		join audit_ingest_alerts a on a.kind = k and md5(a.zone_id) = md5(${zoneId}) and md5(a.event_id) = md5(e) and md5(coalesce(a.detail, '')) = md5(d)`;
	const seen = await pg<{ id: string }[]>`
		insert into alert_sightings (alert_id, first_sweep_no, last_sweep_no)
		select a, ${sweepNo}::bigint, ${sweepNo}::bigint from unnest(${list(known.map(({ id }) => id))}::bigint[]) as k(a)
		on conflict (alert_id) do update set sightings = alert_sightings.sightings + 1, seen_at = now(), last_sweep_no = excluded.last_sweep_no
			where alert_sightings.last_sweep_no is distinct from excluded.last_sweep_no or alert_sightings.seen_at < now() - interval '1 hour'
		returning alert_id as id`;
	const seenIds = new Set(seen.map(({ id }) => id));
	return added.count + known.filter(({ id, is_open }) => !is_open && seenIds.has(id)).length;
}

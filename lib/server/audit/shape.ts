import 'server-only';
import type { AuditRow } from '../../../db/queries/audit-page';
import type { AuditEventAnswer } from '../../api/audit';
import type { AuditColumn } from '../../api/audit-fields';
import { AUDIT_COLUMNS } from '../../api/audit-fields';
import { objectOf, parsed, textAt } from '../../events/read-json';
import { membersOf } from '../../evidence/json-scan';
import { type JsonText, jsonText } from '../../evidence/json-text';
import { redactJsonOr, redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';

/** A row of the ledger in Caracal's shape, masked. */
export function auditEvent(zoneId: string, row: AuditRow): AuditEventAnswer {
	return {
		id: redactText(row.id),
		zone_id: zoneId,
		event_type: redactText(row.eventType),
		request_id: redactText(row.requestId),
		decision: redactText(row.decision),
		policy_set_id: redactText(row.policySetId),
		policy_set_version_id: redactText(row.policySetVersionId),
		manifest_sha: redactText(row.manifestSha),
		evaluation_status: redactText(row.evaluationStatus),
		determining_policies_json: jsonText(redactJsonOr(row.determiningPoliciesText)),
		diagnostics_json: jsonText(redactJsonOr(row.diagnosticsText)),
		metadata_json: jsonText(redactJsonOr(row.metadataText)),
		occurred_at: formatMicros(row.occurredAt),
		ingested_at: formatMicros(row.ingestedAt),
		chain_seq: row.seq,
	};
}

/** What a field of an event is: a column's value, a list of names, or a member of the metadata as it is stored. */
export type FieldValue = string | number | string[] | JsonText | null;

const COLUMNS: ReadonlySet<string> = new Set(AUDIT_COLUMNS);

function isColumn(name: string): name is AuditColumn {
	return COLUMNS.has(name);
}

function namesOf(event: AuditEventAnswer): string[] | null {
	const policies = parsed(event.determining_policies_json?.text ?? 'null');
	return Array.isArray(policies) ? policies.map((policy) => textAt(objectOf(policy), 'policy')).filter((name) => name !== '') : null;
}

/** The chosen fields of an event in the order they were asked for; null for one the event does not carry. */
export function chosenFields(event: AuditEventAnswer, names: readonly string[]): Record<string, FieldValue> {
	const members = membersOf(event.metadata_json?.text ?? 'null');
	const value = (name: string): FieldValue => {
		if (isColumn(name)) return event[name];
		if (name === 'determining_policies') return namesOf(event);
		if (name === 'diagnostics') return event.diagnostics_json;
		if (name === 'metadata') return event.metadata_json;
		return jsonText(members.get(name) ?? null);
	};
	return Object.fromEntries(names.map((name) => [name, value(name)]));
}

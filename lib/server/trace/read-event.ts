import 'server-only';
import type { TraceRow } from '../../../db/queries/trace/rows';
import type { ZoneRow } from '../../../db/queries/zones';
import { parsed } from '../../events/read-json';
import { redactJsonOr, redactText } from '../../evidence/redact';
import type { TraceEvent } from '../../trace/event';

const json = (text: string | null) => (text === null ? null : parsed(redactJsonOr(text) ?? 'null'));

/**
 * Records as a trace takes them, masked. An ID that is masked stays told apart from every other that looks the same masked.
 * @param requestId as asked
 */
export function traceEvents(rows: readonly TraceRow[], zones: readonly ZoneRow[], requestId: string): TraceEvent[] {
	const zoneIdOf = new Map(zones.map((zone) => [zone.zoneNo, zone.zoneId]));
	const shown = redactText(requestId);
	const requestOf = (id: string) => {
		const masked = redactText(id);
		return masked === shown && id !== requestId ? `${masked} (another)` : masked;
	};
	return rows.map((row) => ({
		zone: zoneIdOf.get(row.zoneNo) ?? '',
		seq: row.seq,
		id: redactText(row.id),
		eventType: redactText(row.eventType),
		requestId: requestOf(row.requestId),
		decision: redactText(row.decision),
		policySetId: redactText(row.policySetId),
		policySetVersionId: redactText(row.policySetVersionId),
		manifestSha: redactText(row.manifestSha),
		evaluationStatus: redactText(row.evaluationStatus),
		determiningPolicies: json(row.determiningPoliciesText),
		diagnostics: json(row.diagnosticsText),
		metadata: json(row.metadataText),
		occurredAt: row.occurredAt,
		streamedAt: BigInt(row.entryMs) * 1000n,
		ingestedAt: row.ingestedAt,
	}));
}

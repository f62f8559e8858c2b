import 'server-only';
import type { TraceRow } from '../../../db/queries/trace/rows';
import type { ZoneRow } from '../../../db/queries/zones';
import { parsed } from '../../events/read-json';
import { redactJson, redactText } from '../../evidence/redact';
import type { JsonValue } from '../../json';
import type { TraceEvent } from '../../trace/event';

/** Texts that a reading remembers at most, and how long they may be: many events of a request say the same. */
const REMEMBERED_MAX = 2000;
const REMEMBERED_LENGTH_MAX = 200;

/** The same function, asked once for each of the first short texts. Its results are never changed. */
function remembering<T>(of: (text: string) => T): (text: string) => T {
	const known = new Map<string, T>();
	return (text) => {
		const before = known.get(text);
		if (before !== undefined) return before;
		const result = of(text);
		if (known.size < REMEMBERED_MAX && text.length <= REMEMBERED_LENGTH_MAX) known.set(text, result);
		return result;
	};
}

const masked = (text: string): JsonValue => parsed(redactJson(text));

/**
 * Records as a trace takes them, masked. An ID that is masked stays told apart from every other that looks the same masked.
 * @param requestId as asked
 */
export function traceEvents(rows: readonly TraceRow[], zones: readonly ZoneRow[], requestId: string): TraceEvent[] {
	const zoneIdOf = new Map(zones.map((zone) => [zone.zoneNo, zone.zoneId]));
	const shown = redactText(requestId);
	const mask = remembering(redactText);
	const json = remembering(masked);
	const requestOf = remembering((id: string) => {
		const own = redactText(id);
		return own === shown && id !== requestId ? `${own} (another)` : own;
	});
	return rows.map((row) => ({
		zone: zoneIdOf.get(row.zoneNo) ?? '',
		seq: row.seq,
		id: redactText(row.id),
		eventType: mask(row.eventType),
		requestId: requestOf(row.requestId),
		decision: mask(row.decision),
		policySetId: mask(row.policySetId),
		policySetVersionId: mask(row.policySetVersionId),
		manifestSha: mask(row.manifestSha),
		contentSha256: row.contentSha256,
		evaluationStatus: mask(row.evaluationStatus),
		determiningPolicies: row.determiningPoliciesText === null ? null : json(row.determiningPoliciesText),
		diagnostics: row.diagnosticsText === null ? null : json(row.diagnosticsText),
		metadata: row.metadataText === null ? null : masked(row.metadataText),
		occurredAt: row.occurredAt,
		streamedAt: BigInt(row.entryMs) * 1000n,
		ingestedAt: row.ingestedAt,
	}));
}

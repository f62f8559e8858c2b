import type { RowTexts } from '../../db/ledger/ledger-row';
import { parsed } from '../../lib/events/read-json';
import type { TraceEvent } from '../../lib/trace/event';

/** A Redis time of more digits is none. */
const ENTRY_MS_MAX = 999_999_999_999_999;

/** An event with what the authority projection reads of it, and nothing else. */
export function authorityEventOf(zone: string, row: RowTexts): TraceEvent {
	const { id, eventType, decision, evaluationStatus, occurredAt, entryMs } = row;
	return {
		...{ zone, seq: row.chainSeq, id, eventType, decision, evaluationStatus, occurredAt },
		...{ requestId: '', policySetId: '', policySetVersionId: '', manifestSha: '', determiningPolicies: null },
		// why something was refused is all that is asked of them
		diagnostics: decision === 'deny' && row.diagnostics !== null ? parsed(row.diagnostics) : null,
		metadata: row.metadata === null ? null : parsed(row.metadata),
		streamedAt: streamedAtOf(entryMs),
		ingestedAt: occurredAt,
	};
}

/** The stream time of an entry in microseconds, or null where its id tells none. */
export function streamedAtOf(entryMs: number): bigint | null {
	return entryMs <= ENTRY_MS_MAX ? BigInt(entryMs) * 1000n : null;
}
